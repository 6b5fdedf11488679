package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.TaskMeta;
import dev.taskmeta.TaskQuery;
import dev.taskmeta.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Listing: newest first, page after page, by state, name and age. */
interface ListContract extends Contract {

  /** Later than anything else that the tests store, so that what is listed first is known. */
  Instant LATE = Instant.parse("2090-01-01T00:00:00Z");

  private List<String> listed(TaskQuery query) {
    return backend().list(query).stream().map(TaskMeta::taskId).toList();
  }

  private String task(String prefix, int at, TaskState state, Instant createdAt) {
    String id = prefix + "-" + at;
    store(update(id, state).name(prefix).createdAt(createdAt));
    return id;
  }

  @Test
  default void theNewestComeFirst() {
    String prefix = newId();
    List<String> ids = new ArrayList<>();
    for (int at = 0; at < 5; at++) {
      ids.add(0, task(prefix, at, STARTED, LATE.plusSeconds(at)));
    }
    TaskQuery query = TaskQuery.newest(100).withName(prefix);
    assertThat(listed(query)).isEqualTo(ids);
    assertThat(listed(TaskQuery.newest(2).withName(prefix))).isEqualTo(ids.subList(0, 2));
    assertThat(listed(TaskQuery.newest(1))).hasSize(1);
    backend().forget(ids);
  }

  @Test
  default void pagesFollowEachOtherAlsoAmongEqualTimes() {
    String prefix = newId();
    List<String> ids = new ArrayList<>();
    for (int at = 0; at < 25; at++) {
      ids.add(task(prefix, 100 + at, SUCCESS, LATE.plusSeconds(at / 10)));
    }
    List<String> seen = new ArrayList<>();
    TaskQuery.@Nullable Place after = null;
    for (int page = 0; page < 9; page++) {
      List<TaskMeta> metas = backend().list(TaskQuery.newest(4).withName(prefix).withAfter(after));
      metas.forEach(meta -> seen.add(meta.taskId()));
      if (metas.size() < 4) {
        break;
      }
      TaskMeta last = metas.get(metas.size() - 1);
      after =
          TaskQuery.Place.parse(
              new TaskQuery.Place(last.createdAt().orElseThrow(), last.taskId()).toString());
    }
    List<String> expected = new ArrayList<>(ids);
    expected.sort(
        (one, other) -> {
          int byTime = Integer.compare(ids.indexOf(other) / 10, ids.indexOf(one) / 10);
          return byTime != 0 ? byTime : other.compareTo(one);
        });
    assertThat(seen).isEqualTo(expected);
    backend().forget(ids);
  }

  @Test
  default void stateAndAgeNarrowTheList() {
    String prefix = newId();
    String old = task(prefix, 1, SUCCESS, LATE);
    String failed = task(prefix, 2, FAILURE, LATE.plusSeconds(10));
    String young = task(prefix, 3, SUCCESS, LATE.plusSeconds(20));
    TaskQuery all = TaskQuery.newest(10).withName(prefix);
    assertThat(listed(all.withState(SUCCESS))).containsExactly(young, old);
    assertThat(listed(all.withState(FAILURE))).containsExactly(failed);
    assertThat(listed(all.withState(TaskState.of("success")))).isEmpty();
    assertThat(listed(all.withSince(LATE.plusSeconds(10)))).containsExactly(young, failed);
    assertThat(listed(all.withSince(LATE.plusNanos(1_000)))).containsExactly(young, failed);
    assertThat(listed(all.withSince(LATE.plusSeconds(10)).withState(SUCCESS)))
        .containsExactly(young);
    backend().forget(List.of(old, failed, young));
  }

  @Test
  default void aListedTaskIsWhole() {
    String id = newId();
    store(DescriptionContract.full(this, update(id, SUCCESS)).name("whole-" + id).result("r"));
    List<TaskMeta> metas = backend().list(TaskQuery.newest(5).withName("whole-" + id));
    assertThat(metas).hasSize(1);
    TransitionContract.assertSame(backend().get(id), metas.get(0));
  }

  @Test
  default void namesMatchExactlyAndAStarStandsForAnyText() {
    String p = newId().substring(24);
    List<String> names =
        List.of(
            p + "add",
            p + "Add",
            p + "addé",
            p + "ádd",
            p + "a_d",
            p + "a%d",
            p + "a[d",
            p + "a]d",
            p + "a?d",
            p + "a!d",
            p + "a*d",
            p + "a\\d",
            p + "a^d",
            p + "a-d",
            p + "axd",
            p + "ad",
            p + "a\nd",
            p + "a😀d",
            p + "a'd");
    for (String name : names) {
      store(update(newId(), SUCCESS).name(name).createdAt(LATE));
    }
    for (String name : names) {
      if (name.indexOf('*') < 0) {
        assertThat(namesOf(name)).as("exactly %s", name).containsExactly(name);
      }
    }
    for (String middle : List.of("_", "%", "[", "]", "?", "!", "\\", "^", "-", "😀", "'", "\n")) {
      String name = p + "a" + middle + "d";
      assertThat(namesOf("*" + name)).as("*%s", name).containsExactly(name);
      assertThat(namesOf(name + "*")).as("%s*", name).containsExactly(name);
    }
    assertThat(namesOf(p + "add*")).containsExactlyInAnyOrder(p + "add", p + "addé");
    assertThat(namesOf(p + "A*")).containsExactly(p + "Add");
    assertThat(namesOf(p + "a*d"))
        .containsExactlyInAnyOrderElementsOf(
            names.stream().filter(name -> name.startsWith(p + "a") && name.endsWith("d")).toList());
    assertThat(namesOf(p + "*")).hasSize(names.size());
    assertThat(namesOf(p + "**dd")).containsExactlyInAnyOrder(p + "add", p + "Add", p + "ádd");
    assertThat(namesOf(p + "add ")).isEmpty();
    assertThat(namesOf("*" + p + "[a]dd*")).isEmpty();
  }

  private List<String> namesOf(String pattern) {
    return backend().list(TaskQuery.newest(1000).withName(pattern)).stream()
        .map(meta -> meta.name().orElseThrow())
        .toList();
  }

  @Test
  default void limitsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> TaskQuery.newest(0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("0")
        .hasMessageContaining("10000");
    assertThatThrownBy(() -> TaskQuery.newest(10_001)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> TaskQuery.Place.parse("nowhere"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nowhere");
  }
}
