package io.lode.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * No class uses what a library copied into packages of its own: such copies change with every
 * version of the library.
 */
@AnalyzeClasses(packages = "io.lode")
class ShadedClassesTest {

  @ArchTest
  static final ArchRule NO_SHADED_CLASSES =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..shaded..", "..thirdparty..", "..repackaged..", "org.sparkproject..");
}
