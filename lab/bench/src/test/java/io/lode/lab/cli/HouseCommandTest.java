package io.lode.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HouseCommandTest {

  @Test
  void thePageOfPackagesIsDrawnFromTheCodeAsItIs() throws Exception {
    Path clone = Checkout.folder();
    String page = Files.readString(clone.resolve("docs/packages.md"));
    assertThat(page)
        .as("out of date: run submit-scripts/lode-lab house")
        .isEqualTo(HouseCommand.page(clone, page));
  }
}
