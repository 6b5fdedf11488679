package dev.taskmeta.retention;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a cleanup would remove now of the tasks whose time one source has set.
 *
 * @param expiresFrom that source: {@code store} (a time of the task's own), {@code default} (the
 *     settings) or a policy's id
 * @param archived whether they would move to the archive
 * @param rows how many
 * @param bytes about how much their arguments, results and error texts hold
 * @param oldest when the first of them was past its time; null if the store cannot tell
 */
public record DueTasks(
    String expiresFrom, boolean archived, long rows, long bytes, @Nullable Instant oldest) {}
