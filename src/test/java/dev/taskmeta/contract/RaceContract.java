package dev.taskmeta.contract;

import static dev.taskmeta.TaskState.FAILURE;
import static dev.taskmeta.TaskState.RETRY;
import static dev.taskmeta.TaskState.REVOKED;
import static dev.taskmeta.TaskState.STARTED;
import static dev.taskmeta.TaskState.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskmeta.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sixteen writers at once: no torn row, no lost SUCCESS. */
interface RaceContract extends Contract {

  @Test
  default void successStaysAndNoRowIsTornUnderSixteenWriters() throws Exception {
    Race race = new Race(16, 20, 25, newIds(60));
    Race.Outcome outcome = race.run(backend()::storeAll, backend()::getMany);
    assertThat(outcome.torn()).isEmpty();
    assertThat(outcome.lostSuccesses()).isEmpty();
    assertThat(outcome.successesPerTask().values()).allMatch(count -> count == 1);
    assertThat(outcome.successesPerTask()).isNotEmpty();
  }

  @Test
  default void ofSixteenSuccessesAtOnceOneIsAccepted() throws Exception {
    for (TaskState before : List.of(STARTED, RETRY, FAILURE, REVOKED)) {
      String id = newId();
      store(id, before);
      List<Boolean> accepted =
          Race.atOnce(16, at -> store(update(id, SUCCESS).result(at).worker("w" + at)));
      assertThat(accepted).as("after %s", before).containsOnlyOnce(true);
      int winner = accepted.indexOf(true);
      assertThat(backend().get(id).result()).isEqualTo(winner);
      assertThat(backend().get(id).worker()).contains("w" + winner);
    }
  }

  @Test
  default void ofSixteenFirstStoresAtOnceOneIsAccepted() throws Exception {
    String id = newId();
    List<Boolean> accepted = Race.atOnce(16, at -> store(update(id, SUCCESS).result(at)));
    assertThat(accepted).containsOnlyOnce(true);
    assertThat(backend().get(id).result()).isEqualTo(accepted.indexOf(true));
  }
}
