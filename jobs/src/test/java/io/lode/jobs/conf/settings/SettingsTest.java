package io.lode.jobs.conf.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir private Path folder;

  @Test
  void assignmentWinsOverFileWinsOverDefaults() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"),
            "ingest { divergence-factor = 4, completed-fraction = 0.9 }");
    IngestSettings settings =
        IngestSettings.of(Settings.load(file, List.of("ingest.divergence-factor=5")));
    assertThat(settings).isEqualTo(new IngestSettings(5, 0.9));
    assertThat(IngestSettings.of(Settings.defaults())).isEqualTo(new IngestSettings(3, 0.99));
  }

  @Test
  void namesTheNearestKeyOfAnUnknownOne() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.conf"), "\ningest.divergance-factor = 4\n");
    assertThatThrownBy(() -> Settings.load(file, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            file
                + ", line 2: unknown key 'ingest.divergance-factor'; did you mean"
                + " 'ingest.divergence-factor'?");
  }

  @Test
  void refusesTextWhereANumberBelongs() {
    assertThatThrownBy(() -> Settings.load(null, List.of("ingest.divergence-factor=big")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--set ingest.divergence-factor=big: ingest.divergence-factor must be a number such as"
                + " 3, found \"big\"");
  }

  @Test
  void refusesANumberOutOfItsRange() {
    Settings settings = Settings.load(null, List.of("ingest.divergence-factor=0.5"));
    assertThatThrownBy(() -> IngestSettings.of(settings))
        .isInstanceOf(UsageException.class)
        .hasMessage("setting ingest: divergence-factor must be over 1, found 0.5");
  }

  @Test
  void triesANeuralResidualOnlyWhereAskedTo() {
    assertThat(TrainSettings.of(Settings.defaults()).residual(1)).isEmpty();
    Settings auto = Settings.load(null, List.of("train.neural-residual=auto"));
    assertThat(TrainSettings.of(auto).residual(7).orElseThrow().seed()).isEqualTo(7);
    Settings wrong = Settings.load(null, List.of("train.neural-residual=on"));
    assertThatThrownBy(() -> TrainSettings.of(wrong))
        .isInstanceOf(UsageException.class)
        .hasMessage("setting train: neural-residual must be auto or off, found 'on'");
  }

  @Test
  void refusesAnAssignmentWithoutValueAndAMissingFile() {
    assertThatThrownBy(() -> Settings.load(null, List.of("ingest")))
        .isInstanceOf(UsageException.class)
        .hasMessage("--set takes key=value, found 'ingest'");
    Path missing = folder.resolve("missing.conf");
    assertThatThrownBy(() -> Settings.load(missing, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("settings file " + missing + " does not exist");
  }
}
