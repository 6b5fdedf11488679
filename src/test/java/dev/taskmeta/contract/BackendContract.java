package dev.taskmeta.contract;

import dev.taskmeta.ResultBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The themes that every backend passes, memory:// too; each subclass shows its number of tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BackendContract
    implements TransitionContract,
        DescriptionContract,
        ExpiryContract,
        RoundTripContract,
        RefusalContract,
        ReadContract,
        ListContract,
        GroupContract,
        HandleContract,
        WaitContract,
        StoreAsyncContract,
        ResultSetContract,
        FailureContract,
        CleanupContract,
        HoldContract,
        RaceContract {

  private @Nullable ResultBackend backend;

  @Override
  public ResultBackend backend() {
    if (backend == null) {
      backend = builder().build();
    }
    return backend;
  }

  @AfterAll
  void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }
}
