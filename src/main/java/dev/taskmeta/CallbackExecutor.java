package dev.taskmeta;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Two daemon threads for futures and callbacks, there only while there is something to do. */
final class CallbackExecutor implements Executor, AutoCloseable {

  private final ThreadPoolExecutor threads;

  CallbackExecutor() {
    threads =
        new ThreadPoolExecutor(
            2,
            2,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "taskmeta-callback");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable work) {
    if (threads.isShutdown()) {
      work.run();
    } else {
      threads.execute(work);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
