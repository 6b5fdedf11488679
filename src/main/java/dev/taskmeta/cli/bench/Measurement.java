package dev.taskmeta.cli.bench;

/**
 * What one measurement gave.
 *
 * @param work what was done
 * @param backend where, without the password
 * @param callers how many callers, waiters or stores under way
 * @param payloadBytes how large each result is
 * @param seconds how long it took
 * @param ratePerSecond how many tasks a second
 * @param p50Millis the median duration of a call; of {@link Work#WAIT} from commit to wake-up, of
 *     {@link Work#CLEANUP} of a batch
 * @param p99Millis what 99 % of the calls are within
 * @param longestMillis what all calls are within
 * @param errors how many calls failed; they count in nothing else
 */
public record Measurement(
    Work work,
    String backend,
    int callers,
    int payloadBytes,
    double seconds,
    double ratePerSecond,
    double p50Millis,
    double p99Millis,
    double longestMillis,
    long errors) {}
