package dev.taskmeta.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskmeta.DatabaseRole;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import dev.taskmeta.docs.ReportingPage.Question;
import dev.taskmeta.internal.database.ConnectionSource;
import dev.taskmeta.internal.database.DataSources;
import dev.taskmeta.internal.database.DatabaseUrl;
import dev.taskmeta.schema.TestRoles;
import dev.taskmeta.testing.DatabaseClient;
import dev.taskmeta.testing.TestSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page as the role reads it that may read the views alone. SQLite has no roles. */
abstract class ReportingRoleContract extends ReportingContract {

  @Test
  void whoReportsMayAskAllButWhatThePageMarks(TestSchema schema) throws Exception {
    fill(schema);
    Settings settings = Settings.builder().set(Setting.RESULT_BACKEND, schema.url()).build();
    DatabaseClient.runAsAdministrator(schema, TaskSchema.of(settings).plan(TestRoles.of(schema)));
    String role = TestRoles.name(schema, DatabaseRole.REPORTING);
    String url = schema.memberUrl(role);
    List<Question> questions = ReportingPage.questions(schema.engine());

    for (Question question : questions) {
      if (question.needs().isEmpty()) {
        askAs(url, question);
      } else {
        assertThatThrownBy(() -> askAs(url, question))
            .as(question.title())
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("denied");
        grant(schema, "grant select on %s to " + role, question.needs());
        askAs(url, question);
        grant(schema, "revoke select on %s from " + role, question.needs());
      }
    }
    assertThat(questions.stream().filter(question -> !question.needs().isEmpty())).hasSize(8);
  }

  private static void grant(TestSchema schema, String statement, List<String> tables) {
    tables.forEach(table -> schema.administer(statement.formatted(table)));
  }

  private static void askAs(String url, Question question) throws SQLException {
    try (ConnectionSource source =
            DataSources.open(DatabaseUrl.parse(url), Settings.defaults(), false);
        Connection connection = source.dataSource().getConnection()) {
      ask(connection, question);
    }
  }
}
