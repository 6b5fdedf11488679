package dev.taskmeta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hours in which the cleanup may run. */
class CleanupWindowsTest {

  private static final String NIGHTS = "mon-fri 22:00-06:00, sat-sun 00:00-24:00";

  /** 2026-11-27 is a Friday. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-27T21:59:59Z, false",
    "2026-11-27T22:00:00Z, true",
    "2026-11-28T03:00:00Z, true",
    "2026-11-28T12:00:00Z, true",
    "2026-11-29T23:59:59Z, true",
    "2026-11-30T00:00:00Z, false",
    "2026-11-30T05:00:00Z, false",
    "2026-11-30T22:00:00Z, true",
    "2026-12-01T05:59:59Z, true",
    "2026-12-01T06:00:00Z, false"
  })
  void nightsBelongToTheDayOnWhichTheyBegin(String time, boolean open) {
    assertThat(CleanupWindows.parse(NIGHTS).isOpen(Instant.parse(time))).isEqualTo(open);
  }

  @Test
  void hoursAreThoseOfTheZone() {
    CleanupWindows windows = CleanupWindows.parse("02:00-03:00 Europe/Berlin");

    assertThat(windows.isOpen(Instant.parse("2026-01-10T01:30:00Z"))).isTrue();
    assertThat(windows.isOpen(Instant.parse("2026-07-10T00:30:00Z"))).isTrue();
    assertThat(windows.isOpen(Instant.parse("2026-07-10T01:30:00Z"))).isFalse();
    assertThat(windows.isOpen(Instant.parse("2026-03-29T01:30:00Z")))
        .as("that hour is left out")
        .isFalse();
  }

  @Test
  void tellsWhenTheNextOneOpens() {
    CleanupWindows windows = CleanupWindows.parse("fri-mon 22:00-6:00");

    assertThat(windows.nextOpen(Instant.parse("2026-12-01T06:00:00.5Z")))
        .isEqualTo("2026-12-04T22:00:00Z");
    Instant within = Instant.parse("2026-12-04T23:00:00.5Z");
    assertThat(windows.nextOpen(within)).isEqualTo(within);
    assertThat(CleanupWindows.always().nextOpen(within)).isEqualTo(within);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "always | PT0S",
        "00:00-24:00 | PT0S",
        "22:00-06:00, 06:00-22:00 | PT0S",
        "22:00-06:00 | PT24H",
        "22:00-06:00 Europe/Berlin | PT25H",
        "01:00-02:00, 13:00-14:00 | PT12H",
        "mon 01:00-02:00 | PT168H",
        "mon-fri 22:00-06:00 | PT72H",
        "mon-fri 22:00-06:00, sat-sun 00:00-24:00 | PT72H"
      })
  void tellsHowLongItTakesUntilOneOpensAgain(String text, Duration longest) {
    assertThat(CleanupWindows.parse(text).longestCycle()).isEqualTo(longest);
  }

  @Test
  void aScheduleHasPatienceForTwoIntervalsAndTheWindows() {
    CleanupWindows nights = CleanupWindows.parse("22:00-06:00");

    assertThat(CleanupSchedule.parse("1h").patience(CleanupWindows.always())).hasHours(2);
    assertThat(CleanupSchedule.parse("1h").patience(nights)).hasHours(26);
    assertThat(CleanupSchedule.parse("external 2h").patience(nights)).hasHours(28);
    assertThat(CleanupSchedule.parse("04:00").patience(CleanupWindows.always())).hasHours(48);
    assertThat(CleanupSchedule.off().patience(CleanupWindows.always())).hasHours(48);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "always | always",
        "ALWAYS | always",
        "mon-fri 22:00-06:00, sat-sun 00:00-24:00 | mon-fri 22:00-06:00, sat-sun 00:00-24:00",
        "Fri - Mon 1:00 - 2:30 Asia/Kolkata | fri-mon 01:00-02:30 Asia/Kolkata",
        "sun 0:00-24:00 | sun 00:00-24:00",
        "22:00-06:00 Europe/Berlin | 22:00-06:00 Europe/Berlin",
        "mon-sun 22:00-06:00 | 22:00-06:00"
      })
  void showsWhatItReads(String text, String shown) {
    CleanupWindows windows = CleanupWindows.parse(text);

    assertThat(windows).hasToString(shown);
    assertThat(CleanupWindows.parse(shown)).isEqualTo(windows);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nights",
        "mon 22:00",
        "22:00-25:00",
        "05:00-05:00",
        "22:00-06:00 Mars/Base",
        "22:00-06:00 UTC, 01:00-02:00",
        "mon,tue 22:00-06:00"
      })
  void refusesWhatIsNoWindow(String text) {
    assertThatThrownBy(() -> CleanupWindows.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMalformedSettingIsRefusedByName() {
    assertThatThrownBy(() -> Settings.builder().set(Setting.CLEANUP_WINDOWS, "nights"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cleanup_windows")
        .hasMessageContaining("nights")
        .hasMessageContaining("mon-fri 22:00-06:00");
  }
}
