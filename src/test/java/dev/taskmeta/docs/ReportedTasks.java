package dev.taskmeta.docs;

import dev.taskmeta.ResultBackend;
import dev.taskmeta.TaskError;
import dev.taskmeta.TaskState;
import dev.taskmeta.TaskUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The six tasks that the page on reporting reports on. */
final class ReportedTasks {

  private static final List<String> MAILS = List.of("mail-1", "mail-2", "mail-3");

  private ReportedTasks() {}

  static void store(ResultBackend backend) {
    backend.storeAll(
        List.of(
                success("report-1", "2026-11-20T02:00:00Z", "PT12.5S").result(Map.of("rows", 1200)),
                failure(
                    "report-2", "2026-11-21T02:00:00Z", "PT3S", "java.io.IOException", "disk full"),
                success("report-3", "2026-11-22T02:00:00Z", "PT14.5S").result(Map.of("rows", 1500)),
                success("mail-1", "2026-11-21T09:00:00Z", "PT0.25S").result(new byte[] {-1, 1}),
                failure(
                        "mail-2",
                        "2026-11-21T09:00:01Z",
                        "PT30S",
                        "java.net.ConnectException",
                        "gone")
                    .retries(2),
                update("mail-3", TaskState.STARTED, "2026-11-21T09:00:02Z"))
            .stream()
            .map(TaskUpdate.Builder::build)
            .toList());
    backend.saveGroup("newsletter", MAILS, "report-1");
  }

  private static TaskUpdate.Builder success(String taskId, String started, String took) {
    Instant finished = Instant.parse(started).plus(Duration.parse(took));
    return update(taskId, TaskState.SUCCESS, started).finishedAt(finished);
  }

  private static TaskUpdate.Builder failure(
      String taskId, String started, String took, String type, String message) {
    Instant finished = Instant.parse(started).plus(Duration.parse(took));
    return update(taskId, TaskState.FAILURE, started)
        .finishedAt(finished)
        .error(TaskError.of(type, message));
  }

  private static TaskUpdate.Builder update(String taskId, TaskState state, String started) {
    boolean mail = MAILS.contains(taskId);
    Instant startedAt = Instant.parse(started);
    TaskUpdate.Builder update =
        TaskUpdate.builder(taskId, state)
            .createdAt(startedAt.minusSeconds(mail ? 2 : 60))
            .startedAt(startedAt)
            .queue(mail ? "mail" : "reports")
            .worker(List.of("report-3", "mail-1").contains(taskId) ? "host-2:0815" : "host-1:4711");
    return mail
        ? update
            .name("mail.send")
            .args(List.of(taskId + "@example.com"))
            .groupId("newsletter")
            .parentId("report-1")
        : update.name("reports.nightly");
  }
}
