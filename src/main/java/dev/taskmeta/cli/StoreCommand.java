package dev.taskmeta.cli;

import dev.taskmeta.Payload;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Stores one state of one task. */
@Command(
    description = "Stores the state of a task and what comes with it.",
    footer = {
      "",
      "Example:",
      "  taskmeta store import-7 --state SUCCESS --result '{\"rows\": 42}'"
    })
final class StoreCommand implements Callable<Integer> {

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "the task's id")
  private String id;

  @Option(
      names = "--state",
      required = true,
      paramLabel = "S",
      description = "PENDING, RECEIVED, STARTED, RETRY, SUCCESS, FAILURE, REVOKED, or your own")
  private TaskState state;

  @Option(
      names = "--result",
      paramLabel = "JSON|@FILE|-",
      description = "the result as JSON, or from a file, or from standard input")
  private @Nullable String result;

  @Option(names = "--error-type", paramLabel = "T", description = "the error's type")
  private @Nullable String errorType;

  @Option(names = "--error", paramLabel = "TEXT", description = "the error's message")
  private @Nullable String error;

  @Option(names = "--traceback", paramLabel = "FILE", description = "a file with the traceback")
  private @Nullable Path traceback;

  @Option(names = "--name", paramLabel = "N", description = "the task's name")
  private @Nullable String name;

  @Option(names = "--queue", paramLabel = "Q", description = "the task's queue")
  private @Nullable String queue;

  @Option(names = "--group", paramLabel = "G", description = "add the task to this group")
  private @Nullable String group;

  @Option(names = "--parent", paramLabel = "ID", description = "the task that called this one")
  private @Nullable String parent;

  @Option(names = "--worker", paramLabel = "W", description = "who runs the task")
  private @Nullable String worker;

  @Option(names = "--retries", paramLabel = "N", description = "how many tries came before")
  private @Nullable Integer retries;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      description = "keep it so long once it is ready, such as 7d; 0: for ever")
  private @Nullable Duration expires;

  @Override
  public Integer call() throws IOException {
    TaskUpdate.Builder update =
        TaskUpdate.builder(id, state)
            .name(name)
            .queue(queue)
            .groupId(group)
            .parentId(parent)
            .worker(worker)
            .retries(retries)
            .resultExpires(expires);
    if (errorType != null || error != null) {
      String message = error == null ? "" : error;
      update.error(TaskError.of(errorType == null ? "TaskError" : errorType, message));
    }
    if (result != null) {
      update.payload(result(result));
    }
    if (traceback != null) {
      update.traceback(new String(bytes("--traceback", traceback), StandardCharsets.UTF_8));
    }
    return store(update.build());
  }

  private int store(TaskUpdate update) {
    try (ResultBackend backend = main.open(SchemaMode.MIGRATE)) {
      if (group != null) {
        backend.addToGroup(group, id);
      }
      if (backend.store(update)) {
        return ExitCode.DONE.code();
      }
      TaskState there = backend.get(id).state();
      String why =
          there.equals(TaskState.SUCCESS)
              ? "SUCCESS is final"
              : there + " does not give way to " + state;
      main.console().error("refused: task %s is %s already, and %s".formatted(id, there, why));
      return ExitCode.REFUSED.code();
    }
  }

  private Payload result(String given) throws IOException {
    byte[] bytes =
        given.equals("-")
            ? main.surroundings().in().readAllBytes()
            : given.startsWith("@")
                ? bytes("--result", Path.of(given.substring(1)))
                : given.getBytes(StandardCharsets.UTF_8);
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean utf8 = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
    String problem = utf8 ? JsonText.problem(text) : "it is not UTF-8";
    if (problem != null) {
      throw wrong(
          "--result is not JSON: %s; put a text into double quotes: '\"text\"'".formatted(problem));
    }
    return Payload.json(text.strip());
  }

  private byte[] bytes(String option, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      String why = Files.exists(file) ? "cannot be read" : "does not exist";
      throw wrong("%s: the file %s %s".formatted(option, file, why));
    }
  }

  private ParameterException wrong(String message) {
    CommandLine line = spec.commandLine();
    return new ParameterException(line, message);
  }
}
