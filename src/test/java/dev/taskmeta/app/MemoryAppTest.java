package dev.taskmeta.app;

import dev.taskmeta.ResultBackend;

class MemoryAppTest extends AppContract {

  @Override
  String url() {
    return "memory://";
  }

  @Override
  ResultBackend observer() {
    return backend;
  }
}
