package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.internal.doctor.SchemaFact.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what a catalog says with what it said after the migrations. */
final class Comparison {
  private final Map<String, SchemaFact> expected;
  private final Map<String, SchemaFact> older;
  private final Map<String, SchemaFact> actual;
  private final Remedies remedies;
  private final List<Finding> findings = new ArrayList<>();

  Comparison(
      List<SchemaFact> expected,
      List<SchemaFact> older,
      List<SchemaFact> actual,
      Remedies remedies) {
    this.expected = byKey(expected);
    this.older = byKey(older);
    this.actual = byKey(actual);
    this.remedies = remedies;
  }

  private static Map<String, SchemaFact> byKey(List<SchemaFact> facts) {
    return facts.stream()
        .collect(
            Collectors.toMap(
                SchemaFact::key, Function.identity(), (one, other) -> one, LinkedHashMap::new));
  }

  List<Finding> findings() {
    Set<String> seen = actual.values().stream().map(SchemaFact::table).collect(Collectors.toSet());
    for (SchemaFact fact : expected.values()) {
      SchemaFact found = actual.get(fact.key());
      // What this user may not see at all is told by the check of privileges.
      if (!seen.contains(fact.table()) || isOfView(fact)) {
        continue;
      }
      if (found != null) {
        different(fact, found);
      } else if (!isHidden(fact)) {
        missing(fact);
      }
    }
    actual.values().stream()
        .filter(fact -> !expected.containsKey(fact.key()) && !isOfView(fact))
        .forEach(this::extra);
    expected.values().stream()
        .filter(fact -> fact.kind() == Kind.VIEW && seen.contains(fact.table()))
        .forEach(this::view);
    return findings;
  }

  private boolean isHidden(SchemaFact fact) {
    return fact.kind() == Kind.CONSTRAINT
        && actual.values().stream()
            .anyMatch(
                each ->
                    each.table().equals(fact.table())
                        && !each.attribute(SchemaFact.HIDDEN).isEmpty());
  }

  private static boolean isOfView(SchemaFact fact) {
    return fact.kind() == Kind.VIEW || fact.kind() == Kind.VIEW_COLUMN;
  }

  private void missing(SchemaFact fact) {
    boolean severe = fact.kind() == Kind.COLUMN || isKey(fact);
    String reason =
        switch (fact.kind()) {
          case COLUMN -> "the column is missing: every store fails";
          case INDEX -> "the index is missing: what needs it reads the whole table";
          default -> "the constraint is missing: " + fact.attribute(SchemaFact.DEFINITION);
        };
    add(severe, fact, reason, remedies.add(fact));
  }

  private static boolean isKey(SchemaFact fact) {
    return fact.is(SchemaFact.UNIQUE)
        || fact.attribute(SchemaFact.DEFINITION)
            .toLowerCase(Locale.ROOT)
            .matches("(primary key|unique).*");
  }

  private void different(SchemaFact fact, SchemaFact found) {
    if (fact.kind() == Kind.TABLE) {
      table(fact, found);
      return;
    }
    if (fact.is(SchemaFact.VALID) && !found.is(SchemaFact.VALID)) {
      add(
          isKey(fact),
          fact,
          "the index is invalid or switched off: every write keeps it up and no query uses it",
          remedies.validate(fact));
      return;
    }
    List<String> differences = differences(fact, found);
    if (!differences.isEmpty()) {
      add(
          isSevere(fact, found),
          fact,
          String.join("; ", differences),
          remedies.change(fact, found));
    }
  }

  private List<String> differences(SchemaFact fact, SchemaFact found) {
    SchemaFact other = older.get(fact.key());
    List<String> differences = between(fact, found);
    return other != null && between(other, found).isEmpty() ? List.of() : differences;
  }

  private static List<String> between(SchemaFact fact, SchemaFact found) {
    List<String> differences = new ArrayList<>();
    List<String> words = new ArrayList<>(fact.attributes().keySet());
    found.attributes().keySet().stream().filter(word -> !words.contains(word)).forEach(words::add);
    for (String word : words) {
      String wanted = fact.attribute(word);
      String is = found.attribute(word);
      boolean hidden = word.equals(SchemaFact.DEFINITION) && is.isEmpty();
      if (!hidden && !word.equals(SchemaFact.COMMENT) && !wanted.equals(is)) {
        differences.add(
            "its %s is %s instead of %s"
                .formatted(word, is.isEmpty() ? "none" : is, wanted.isEmpty() ? "none" : wanted));
      }
    }
    return differences;
  }

  /** A column that takes null, or has a default more, does no harm yet. */
  private static boolean isSevere(SchemaFact fact, SchemaFact found) {
    boolean same =
        fact.attribute(SchemaFact.TYPE).equals(found.attribute(SchemaFact.TYPE))
            && fact.attribute(SchemaFact.COLLATION).equals(found.attribute(SchemaFact.COLLATION));
    boolean refusesNull =
        fact.is(SchemaFact.NULLABLE) && found.attribute(SchemaFact.NULLABLE).equals("no");
    boolean lostDefault =
        !fact.attribute(SchemaFact.DEFAULT).isEmpty()
            && found.attribute(SchemaFact.DEFAULT).isEmpty()
            && !found.is(SchemaFact.NULLABLE);
    return fact.kind() == Kind.COLUMN ? !same || refusesNull || lostDefault : isKey(fact);
  }

  /** The administrator may set more than we do. */
  private void table(SchemaFact fact, SchemaFact found) {
    List<String> set = List.of(found.attribute(SchemaFact.STORAGE).split(", "));
    List<String> lost =
        List.of(fact.attribute(SchemaFact.STORAGE).split(", ")).stream()
            .filter(each -> !each.isEmpty() && !set.contains(each))
            .toList();
    if (!lost.isEmpty()) {
      add(
          false,
          fact,
          "the table is without %s, with which the migrations made it"
              .formatted(String.join(", ", lost)),
          remedies.store(fact, lost));
    }
    if (!fact.attribute(SchemaFact.PARTITIONS).equals(found.attribute(SchemaFact.PARTITIONS))) {
      add(
          true,
          fact,
          "its partitions are by %s instead of %s"
              .formatted(
                  found.attribute(SchemaFact.PARTITIONS).isEmpty()
                      ? "nothing"
                      : found.attribute(SchemaFact.PARTITIONS),
                  fact.attribute(SchemaFact.PARTITIONS)),
          "-- make the table anew by its migration and copy the rows");
    }
  }

  private void extra(SchemaFact fact) {
    switch (fact.kind()) {
      case COLUMN -> {
        boolean refuses =
            !fact.is(SchemaFact.NULLABLE)
                && fact.attribute(SchemaFact.DEFAULT).isEmpty()
                && fact.attribute(SchemaFact.GENERATED).isEmpty();
        note(
            refuses ? Finding.Severity.ERROR : Finding.Severity.INFO,
            fact,
            refuses
                ? "the column is none of ours, must have a value and has no default: every store fails"
                : "the column is none of ours",
            remedies.drop(fact));
      }
      case INDEX -> {
        boolean invalid = !fact.is(SchemaFact.VALID);
        note(
            fact.is(SchemaFact.UNIQUE)
                ? Finding.Severity.ERROR
                : invalid ? Finding.Severity.WARNING : Finding.Severity.INFO,
            fact,
            fact.is(SchemaFact.UNIQUE)
                ? "the unique index is none of ours: stores that it does not let in fail"
                : invalid
                    ? "the index is none of ours and invalid: it costs every write and serves nothing"
                    : "the index is none of ours: it costs every write",
            remedies.drop(fact));
      }
      default ->
          note(
              Finding.Severity.WARNING,
              fact,
              "the constraint is none of ours (%s): stores that it does not let in fail"
                  .formatted(fact.attribute(SchemaFact.DEFINITION)),
              remedies.drop(fact));
    }
  }

  private void view(SchemaFact fact) {
    SchemaFact found = actual.get(fact.key());
    List<String> columns = new ArrayList<>();
    for (SchemaFact column : expected.values()) {
      if (column.kind() == Kind.VIEW_COLUMN && column.table().equals(fact.table())) {
        SchemaFact there = actual.get(column.key());
        if (there == null) {
          columns.add("the column %s is missing".formatted(column.name()));
        } else {
          differences(column, there)
              .forEach(each -> columns.add("of %s, %s".formatted(column.name(), each)));
        }
      }
    }
    if (found == null) {
      add(true, fact, "it is no view", remedies.view(fact.table()));
    } else if (!columns.isEmpty()) {
      add(
          true,
          fact,
          "the view was replaced: " + String.join("; ", columns),
          remedies.view(fact.table()));
    } else if (found.attribute(SchemaFact.DEFINITION).isEmpty()) {
      note(
          Finding.Severity.INFO,
          fact,
          "how the view is made cannot be compared: this user may not see it",
          remedies.showView(fact.table()));
    } else if (!differences(fact, found).isEmpty()) {
      add(
          false,
          fact,
          "the view was replaced: its columns are there, but they are made otherwise",
          remedies.view(fact.table()));
    }
  }

  private void add(boolean severe, SchemaFact fact, String reason, String remedy) {
    note(severe ? Finding.Severity.ERROR : Finding.Severity.WARNING, fact, reason, remedy);
  }

  private void note(Finding.Severity severity, SchemaFact fact, String reason, String remedy) {
    findings.add(new Finding(severity, DriftCheck.NAME, fact.subject(), reason, remedy));
  }
}
