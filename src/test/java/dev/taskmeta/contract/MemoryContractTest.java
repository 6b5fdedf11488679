package dev.taskmeta.contract;

import dev.taskmeta.ResultBackend;

/** The contract on memory://, where every backend has a store of its own. */
class MemoryContractTest extends BackendContract {
  @Override
  public ResultBackend.Builder builder() {
    return ResultBackend.builder().url("memory://");
  }
}
