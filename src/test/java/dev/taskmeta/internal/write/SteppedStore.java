package dev.taskmeta.internal.write;

import dev.taskmeta.Settings;
import dev.taskmeta.internal.memory.MemoryProvider;
import dev.taskmeta.spi.ResultStore;
import dev.taskmeta.spi.StoreContext;
import dev.taskmeta.spi.TaskWrite;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A store in memory whose every batch waits until the test has looked at it and lets it go on. */
final class SteppedStore {

  /** A batch that waits. */
  record Batch(List<TaskWrite> writes, CompletableFuture<Boolean> goOn) {
    List<String> ids() {
      return writes.stream().map(TaskWrite::taskId).toList();
    }

    void release() {
      goOn.complete(true);
    }

    void fail(Throwable failure) {
      goOn.completeExceptionally(failure);
    }
  }

  private final ResultStore memory =
      new MemoryProvider().open(new StoreContext("memory://", null, Settings.defaults()));
  private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
  private volatile boolean free;

  /** Returns the store for a writer. */
  ResultStore store() {
    return (ResultStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ResultStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("store") && !free) {
                step((List<?>) arguments[0]);
              }
              try {
                return method.invoke(memory, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void step(List<?> writes) throws Throwable {
    Batch batch =
        new Batch(writes.stream().map(TaskWrite.class::cast).toList(), new CompletableFuture<>());
    batches.add(batch);
    try {
      // As a driver does, it takes no notice of interruptions.
      batch.goOn().join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }

  /** Returns the next batch that waits, as soon as there is one. */
  Batch next() {
    try {
      Batch batch = batches.poll(30, TimeUnit.SECONDS);
      if (batch == null) {
        throw new AssertionError("no batch came");
      }
      return batch;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets all go on, from now on without waiting. */
  void releaseAll() {
    free = true;
    batches.forEach(Batch::release);
  }

  /** Returns which of these tasks are stored. */
  List<String> stored(List<String> ids) {
    return memory.fetch(ids).keySet().stream().sorted().toList();
  }
}
