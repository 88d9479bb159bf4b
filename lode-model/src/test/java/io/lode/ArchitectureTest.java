package io.lode;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

@AnalyzeClasses(packages = "io.lode", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static ArchRule imports(String room, String... others) {
    List<String> allowed = new ArrayList<>(List.of("io.lode." + room + ".."));
    for (String other : others) {
      allowed.add("io.lode." + other + "..");
    }
    return classes()
        .that()
        .resideInAPackage("io.lode." + room + "..")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.or(
                JavaClass.Predicates.resideOutsideOfPackage("io.lode.."),
                JavaClass.Predicates.resideInAnyPackage(allowed.toArray(String[]::new))))
        .allowEmptyShould(true);
  }

  @ArchTest static final ArchRule TRAJECTORY = imports("trajectory", "schedule");
  @ArchTest static final ArchRule SCHEDULE = imports("schedule");
  @ArchTest static final ArchRule ODE = imports("ode");
  @ArchTest static final ArchRule FORECAST = imports("forecast", "trajectory", "schedule");

  @ArchTest static final ArchRule SEARCH = imports("search", "forecast", "trajectory", "schedule");

  @ArchTest
  static final ArchRule BASELINE = imports("baseline", "forecast", "trajectory", "schedule");

  @ArchTest
  static final ArchRule SIMULATION = imports("simulation", "forecast", "trajectory", "schedule");

  @ArchTest
  static final ArchRule MODEL = imports("model", "ode", "forecast", "trajectory", "schedule");

  @ArchTest
  static final ArchRule TRAINING =
      imports("training", "model", "baseline", "ode", "forecast", "trajectory", "schedule");

  @ArchTest
  static final ArchRule ARTIFACT = imports("artifact", "forecast", "trajectory", "schedule");

  @ArchTest
  static final ArchRule TENSORS =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.lode.ode..", "io.lode.model..", "io.lode.training..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  /** Under a gradient collector their temporary scalar may be freed before the backward pass. */
  @ArchTest
  static final ArchRule NO_NUMBER_OVERLOADS =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "an operation of NDArray or NDArrays takes a Number",
                  (JavaMethodCall call) ->
                      call.getTargetOwner().getPackageName().startsWith("ai.djl.ndarray")
                          && call.getTarget().getRawParameterTypes().stream()
                              .anyMatch(type -> type.isEquivalentTo(Number.class))));

  @ArchTest
  static final ArchRule NO_CLUSTER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule NAMES =
      noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)");

  @ArchTest
  static final ArchRule ACCESSORS =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.lode..")
          .should()
          .haveNameNotMatching("get[A-Z].*");
}
