package dev.taskmeta.retention;

import dev.taskmeta.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which policy wins for which task: the one table that the rules in Java and those in each engine's
 * SQL are tested by.
 */
final class PolicyCases {

  private PolicyCases() {}

  /**
   * Policies, a task, and what comes of it.
   *
   * @param winner the id of the policy that the task is under; null for none
   */
  record Case(
      String what,
      List<RetentionPolicy> policies,
      @Nullable String name,
      TaskState state,
      @Nullable String queue,
      @Nullable Long winner) {

    @Override
    public String toString() {
      return what;
    }
  }

  private static RetentionPolicy policy(
      long id, String pattern, @Nullable TaskState state, @Nullable String queue, int priority) {
    return new RetentionPolicy(
        id,
        pattern,
        state,
        queue,
        Duration.ofDays(1),
        null,
        RetentionPolicy.Action.DELETE,
        null,
        false,
        priority,
        true,
        null,
        Instant.EPOCH);
  }

  private static RetentionPolicy policy(long id, String pattern) {
    return policy(id, pattern, null, null, 0);
  }

  private static Case name(String pattern, @Nullable String name, boolean matches) {
    return new Case(
        "[%s] %s [%s]".formatted(pattern, matches ? "is for" : "is not for", name),
        List.of(policy(1, pattern)),
        name,
        TaskState.SUCCESS,
        "q",
        matches ? 1L : null);
  }

  private static Case criteria(
      String what, @Nullable TaskState state, @Nullable String queue, boolean matches) {
    return new Case(
        what,
        List.of(policy(1, "*", state, queue, 0)),
        "add",
        TaskState.FAILURE,
        queue == null || queue.equals("q") ? "q" : null,
        matches ? 1L : null);
  }

  private static Case precedence(String what, long winner, RetentionPolicy... policies) {
    return new Case(what, List.of(policies), "add.one", TaskState.SUCCESS, "q", winner);
  }

  static List<Case> all() {
    RetentionPolicy off =
        new RetentionPolicy(
            1,
            "add",
            null,
            null,
            Duration.ZERO,
            null,
            RetentionPolicy.Action.DELETE,
            null,
            false,
            9,
            false,
            null,
            Instant.EPOCH);
    return List.of(
        name("add", "add", true),
        name("add", "Add", false),
        name("add", "ádd", false),
        name("ádd", "ádd", true),
        name("ádd", "add", false),
        name("a_d", "add", false),
        name("a_d", "a_d", true),
        name("a%d", "add", false),
        name("a%d", "a%d", true),
        name("a[d", "a[d", true),
        name("a[dx]*", "addx", false),
        name("a?d", "add", false),
        name("a?d*", "a?d.x", true),
        name("a!d", "a!d", true),
        name("a!*", "a!", true),
        name("a\\d*", "a\\d", true),
        name("a]d^", "a]d^", true),
        name("add", "add ", false),
        name("add ", "add", false),
        name(" add", "add", false),
        name("*", null, true),
        name("*", "", true),
        name("**", null, true),
        name("", null, true),
        name("a*", null, false),
        name("", "add", false),
        name("*😀*", "a😀b", true),
        name("😀", "😁", false),
        name("a*", "a\uDBFF\uDFFF", true),
        name("a\uFFFF*", "a\uFFFFb", true),
        name("*add*", "xaddy", true),
        name("a*b*c", "a.b.b.c", true),
        name("a*b*c", "a.c.b", false),
        name("ab*ba", "aba", false),
        criteria("its state", TaskState.FAILURE, null, true),
        criteria("another state", TaskState.SUCCESS, null, false),
        criteria("its queue", null, "q", true),
        criteria("a task without a queue", null, "other", false),
        precedence(
            "the higher priority wins", 2, policy(1, "add.one"), policy(2, "*", null, null, 1)),
        precedence(
            "more criteria win",
            3,
            policy(1, "add.one"),
            policy(2, "*", TaskState.SUCCESS, null, 0),
            policy(3, "*", TaskState.SUCCESS, "q", 0)),
        precedence("the star alone names nothing", 2, policy(1, "*"), policy(2, "**")),
        precedence("more literal characters win", 2, policy(1, "a*"), policy(2, "*one")),
        precedence("the lower id wins", 1, policy(2, "a*"), policy(1, "*e")),
        precedence("a disabled one is none", 2, off, policy(2, "*")),
        new Case(
            "characters are counted, not their bytes or units",
            List.of(policy(1, "😀😀*"), policy(2, "*abc")),
            "😀😀abc",
            TaskState.SUCCESS,
            null,
            2L));
  }
}
