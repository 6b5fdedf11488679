package dev.taskmeta;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between the packages point down: cli, app, API, internal. */
class ArchitectureTest {

  private static final String ROOT = "dev.taskmeta";

  private final JavaClasses production =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void internalKnowsNeitherTheBackendNorWhatIsAboveIt() {
    forbid(
        ROOT + ".internal..",
        JavaClass.Predicates.resideInAnyPackage(ROOT + ".cli..", ROOT + ".app..")
            .or(JavaClass.Predicates.equivalentTo(ResultBackend.class))
            .or(JavaClass.Predicates.equivalentTo(AsyncResult.class)));
  }

  @Test
  void theApiKnowsNeitherTheAppNorTheCommandLine() {
    DescribedPredicate<JavaClass> above =
        JavaClass.Predicates.resideInAnyPackage(ROOT + ".cli..", ROOT + ".app..");
    forbid(ROOT, above);
    forbid(ROOT + ".spi", above);
    forbid(ROOT + ".retention", above);
    forbid(ROOT + ".report", above);
  }

  @Test
  void theAppKnowsNotTheCommandLine() {
    forbid(ROOT + ".app..", JavaClass.Predicates.resideInAPackage(ROOT + ".cli.."));
  }

  @Test
  void theCommandLineUsesThePublicApiOnly() {
    forbid(ROOT + ".cli..", JavaClass.Predicates.resideInAPackage(ROOT + ".internal.."));
  }

  private void forbid(String from, DescribedPredicate<JavaClass> to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(to)
        .allowEmptyShould(true)
        .check(production);
  }

  @Test
  void noSignatureOfThePublicApiNamesATypeOfAnotherLibrary() {
    Set<String> foreign = new TreeSet<>();
    for (JavaClass type : production) {
      if (!isPublicApi(type)) {
        continue;
      }
      for (JavaMember member : type.getMembers()) {
        if (isVisible(member)) {
          member.getAllInvolvedRawTypes().stream()
              .map(JavaClass::getBaseComponentType)
              .filter(ArchitectureTest::isForeign)
              .forEach(named -> foreign.add(member.getFullName() + " names " + named.getName()));
        }
      }
    }
    assertThat(foreign).isEmpty();
  }

  private static boolean isPublicApi(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getPackageName().startsWith(ROOT + ".internal")
        && !type.getPackageName().startsWith(ROOT + ".cli");
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isForeign(JavaClass type) {
    String name = type.getPackageName();
    boolean ours = name.startsWith(ROOT) && !name.startsWith(ROOT + ".internal");
    return !name.isEmpty() && !name.startsWith("java.") && !name.equals("javax.sql") && !ours;
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .that()
        .resideOutsideOfPackage(ROOT + ".internal.jooq.tables")
        .should(
            ArchConditions.have(
                DescribedPredicate.describe(
                    "a @NullMarked package",
                    type -> type.getPackage().isAnnotatedWith(NullMarked.class))))
        .check(production);
  }
}
