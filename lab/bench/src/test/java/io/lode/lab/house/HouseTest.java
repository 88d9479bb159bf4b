package io.lode.lab.house;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.lode.jobs.Checkout;
import io.lode.jobs.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HouseTest {

  /** Most files of a room; a larger one wants a wall. */
  private static final int LARGEST_ROOM = 30;

  private static final Path REPOSITORY = Checkout.folder();
  private static final House HOUSE = House.read(REPOSITORY);
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.lode");

  private static String room(JavaClass one) {
    return one.getPackageName().substring("io.lode.".length());
  }

  @Test
  void everyRoomImportsWhatItsPackageInfoSaysAndNothingElse() {
    Set<String> trespasses = new TreeSet<>();
    for (JavaClass one : CLASSES) {
      Room room = HOUSE.room(room(one));
      for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith("io.lode.") && !room.mayImport(room(target))) {
          trespasses.add(room.name() + " -> " + room(target) + ": " + dependency.getDescription());
        }
      }
    }
    assertThat(CLASSES).hasSizeGreaterThan(500);
    assertThat(trespasses).isEmpty();
  }

  @Test
  void roomsDoNotImportEachOtherInACircle() {
    slices().matching("io.lode.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noRoomIsCrowded() {
    assertThat(HOUSE.rooms()).allMatch(room -> room.files() <= LARGEST_ROOM);
  }

  @Test
  void noProductSeesTheLab() {
    for (Room room : HOUSE.rooms()) {
      if (!room.name().startsWith("lab.")) {
        assertThat(room.imports()).as(room.name()).noneMatch(other -> other.startsWith("lab."));
        assertThat(room.mayImport("lab.bench")).as(room.name()).isFalse();
      }
    }
  }

  @Test
  void aPackageInfoWithoutALineOnImportsIsRefused(@TempDir Path clone) throws Exception {
    for (String module : House.MODULES) {
      Path room = clone.resolve(module).resolve("src/main/java/io/lode/attic");
      Files.createDirectories(room);
      Files.writeString(
          room.resolve("package-info.java"), "/** Old things. */\npackage io.lode.attic;\n");
    }
    assertThatThrownBy(() -> House.read(clone))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "the package-info of io.lode.attic says nothing of imports, expected a last line such"
                + " as 'May import: trajectory, schedule.'");
  }
}
