package dev.taskmeta.internal.write;

import dev.taskmeta.spi.TaskWrite;
import java.util.concurrent.CompletableFuture;

/** An update of a caller who does not wait. */
final class PendingFuture extends Pending {

  private final CompletableFuture<Boolean> stored = new CompletableFuture<>();

  PendingFuture(TaskWrite write) {
    super(write);
  }

  /** Completed as soon as it is known what became of the update. */
  CompletableFuture<Boolean> stored() {
    return stored;
  }

  @Override
  void complete(boolean accepted) {
    stored.complete(accepted);
  }

  @Override
  void fail(Throwable failure) {
    stored.completeExceptionally(failure);
  }
}
