package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import java.sql.SQLException;
import java.util.List;

/** Compares what the catalog says with what it said after the migrations. */
final class DriftCheck implements Check {

  static final String NAME = "drift";

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    List<SchemaFact> expected = SchemaFacts.expected(examination.engine(), examination.names());
    Catalog catalog =
        Catalog.of(examination.connection(), examination.engine(), examination.names());
    return new Comparison(
            expected,
            SchemaFacts.older(examination.engine(), examination.names()),
            catalog.facts(),
            new Remedies(examination.engine(), examination.names(), expected))
        .findings();
  }
}
