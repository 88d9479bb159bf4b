package io.lode;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * What every class of the library keeps to; which room may import which, the lab's HouseTest says.
 */
@AnalyzeClasses(packages = "io.lode", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule TENSORS =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.lode.ode..", "io.lode.model..")
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
