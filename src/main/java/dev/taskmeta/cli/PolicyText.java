package dev.taskmeta.cli;

import dev.taskmeta.Settings;
import dev.taskmeta.retention.Explanation;
import dev.taskmeta.retention.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Policies for people. */
final class PolicyText {

  private PolicyText() {}

  static List<String> table(List<RetentionPolicy> policies) {
    TextTable table =
        new TextTable(
            List.of("ID", "PRIORITY", "NAME", "STATE", "QUEUE", "KEEP", "THEN", "NOTE"), 0, 1);
    for (RetentionPolicy policy : policies) {
      table.row(
          String.valueOf(policy.id()),
          String.valueOf(policy.priority()),
          shown(policy.namePattern()),
          policy.state() == null ? "any" : shown(policy.state().name()),
          policy.queue() == null ? "any" : shown(policy.queue()),
          kept(policy),
          then(policy),
          (policy.enabled() ? "" : "(disabled) ")
              + (policy.note() == null ? "" : shown(policy.note())));
    }
    return table.lines();
  }

  /** A policy in one line. */
  static String line(RetentionPolicy policy) {
    return "%s%s%s: keep %s, then %s%s"
        .formatted(
            shown(policy.namePattern()),
            policy.state() == null ? "" : " in " + shown(policy.state().name()),
            policy.queue() == null ? "" : " of queue " + shown(policy.queue()),
            kept(policy),
            then(policy),
            policy.enabled() ? "" : " (disabled)");
  }

  private static String kept(RetentionPolicy policy) {
    String last = policy.keepLast() == null ? "" : " and the last " + policy.keepLast();
    return keep(policy.keep(), false) + last;
  }

  private static String then(RetentionPolicy policy) {
    if (policy.action() == RetentionPolicy.Action.DELETE) {
      return "delete";
    }
    String payloads = policy.archivePayloads() ? " with payloads" : "";
    return "archive%s (%s)".formatted(payloads, keep(policy.archiveKeep(), false));
  }

  /**
   * How long something is kept.
   *
   * @param zeroIsForever as in result_expires, and not as in a policy
   */
  static String keep(@Nullable Duration keep, boolean zeroIsForever) {
    if (keep == null || (zeroIsForever && keep.isZero())) {
      return "forever";
    }
    if (keep.isZero()) {
      return "0 (next cleanup)";
    }
    long days = keep.toDays();
    return keep.equals(Duration.ofDays(days))
        ? days + "d"
        : keep.toString().substring(1).replace("T", "").toLowerCase(Locale.ROOT);
  }

  static List<String> explain(Explanation explained, Settings settings) {
    List<String> lines = new ArrayList<>();
    var task = explained.task();
    lines.add(
        "task %s: name %s, state %s, queue %s"
            .formatted(
                shown(task.taskId()),
                task.name() == null ? "none" : shown(task.name()),
                shown(task.state().name()),
                task.queue() == null ? "none" : shown(task.queue())));
    lines.add("kept by: " + source(explained, settings));
    lines.add("goes: " + goes(explained));
    task.holds().forEach(reason -> lines.add("held: " + shown(reason)));
    List<RetentionPolicy> others = explained.policies();
    for (RetentionPolicy policy : others) {
      boolean winner = explained.policy().filter(policy::equals).isPresent();
      if (!winner) {
        lines.add("overruled: policy %d: %s".formatted(policy.id(), line(policy)));
      }
    }
    return lines;
  }

  private static String source(Explanation explained, Settings settings) {
    if (explained.task().keepSeconds() != null) {
      return "a time of its own, which was stored with it and wins over every policy";
    }
    return explained
        .policy()
        .map(policy -> "policy %d: %s%s".formatted(policy.id(), line(policy), why(explained)))
        .orElseGet(
            () ->
                explained.task().state().isReady()
                    ? "result_expires=" + keep(settings.resultExpires(), true)
                    : "unfinished_expires=" + keep(settings.unfinishedExpires(), true));
  }

  /** By which rule the first has won over the second. */
  private static String why(Explanation explained) {
    if (explained.policies().size() < 2) {
      return "; no other is for it";
    }
    RetentionPolicy first = explained.policies().get(0);
    RetentionPolicy second = explained.policies().get(1);
    if (first.priority() != second.priority()) {
      return "; it has the highest priority";
    }
    if (criteria(first) != criteria(second)) {
      return "; it names more of name, state and queue";
    }
    return literals(first) != literals(second)
        ? "; its pattern has the most literal characters"
        : "; it is the oldest of equals";
  }

  private static int criteria(RetentionPolicy policy) {
    return (policy.namePattern().equals("*") ? 0 : 1)
        + (policy.state() == null ? 0 : 1)
        + (policy.queue() == null ? 0 : 1);
  }

  private static long literals(RetentionPolicy policy) {
    return policy.namePattern().codePoints().filter(point -> point != '*').count();
  }

  private static String goes(Explanation explained) {
    String when =
        explained
            .goesAt()
            .map(time -> Times.withAge(time, Instant.now()))
            .orElseGet(() -> never(explained));
    String applied = explained.applied() ? "" : "; the next cleanup sees to it";
    return when + (explained.held() ? ", but not while it is held" : "") + applied;
  }

  private static String never(Explanation explained) {
    return explained
        .policy()
        .filter(policy -> policy.keepLast() != null && policy.keep() != null)
        .map(
            policy ->
                "once %d newer ones of its name have ended, and it is %s old"
                    .formatted(policy.keepLast(), keep(policy.keep(), false)))
        .orElse("never");
  }

  private static String shown(String text) {
    return Console.printable(text).replaceAll("[\\n\\t]", " ");
  }
}
