package dev.taskmeta.spi;

import dev.taskmeta.TaskState;

/**
 * What a waiter needs to know of a task, and no more.
 *
 * @param state the state
 * @param lost whether the task's process has stopped renewing it
 */
public record Look(TaskState state, boolean lost) {}
