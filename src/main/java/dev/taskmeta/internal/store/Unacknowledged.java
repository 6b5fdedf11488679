package dev.taskmeta.internal.store;

import dev.taskmeta.spi.TaskWrite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What became of updates whose commit was not heard of. If the commit went through, a repetition
 * finds only the last update of each id in its row, so the answers for those it overtook are kept
 * until then.
 */
final class Unacknowledged {

  private static final int MOST = 1_000;

  private final Map<Long, List<Boolean>> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<Boolean>> eldest) {
          return size() > MOST;
        }
      };

  /** Does the work; what was decided is forgotten if it succeeds. */
  List<Boolean> answer(List<TaskWrite> writes, Supplier<List<Boolean>> work) {
    List<Boolean> answer = work.get();
    take(writes);
    return answer;
  }

  /** Keeps what was decided, before the commit. */
  synchronized void decided(List<TaskWrite> writes, List<Boolean> accepted) {
    answers.put(key(writes), accepted);
  }

  /** Takes out what an earlier attempt decided, or null if none came that far. */
  synchronized @Nullable List<Boolean> take(List<TaskWrite> writes) {
    return answers.remove(key(writes));
  }

  private static Long key(List<TaskWrite> writes) {
    return writes.get(0).storeToken();
  }
}
