package io.lode.jobs.conf.settings;

import static io.lode.jobs.conf.settings.SearchSettingsTest.documented;
import static io.lode.jobs.conf.settings.SearchSettingsTest.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.ensemble.FitConfig;
import io.lode.evaluation.HeldOutConfig;
import io.lode.jobs.UsageException;
import io.lode.longrun.LongRunConfig;
import io.lode.model.latent.LatentConfig;
import io.lode.model.law.LawConfig;
import io.lode.model.modal.ModalConfig;
import io.lode.model.process.CurveConfig;
import io.lode.model.residual.ResidualConfig;
import io.lode.prior.PriorConfig;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TrainSettingsTest {

  private static Settings with(String... assignments) {
    return Settings.load(null, List.of(assignments));
  }

  @Test
  void theDefaultsAreWhatTheBenchmarksWereMeasuredWith() {
    assertThat(TrainSettings.of(Settings.defaults()).config(3)).isEqualTo(ModalConfig.standard(3));
    assertThat(TrainSettings.of(Settings.defaults()).fits(4)).isEqualTo(FitConfig.standard(4));
    assertThat(LatentSettings.of(Settings.defaults()).config(5, "cpu"))
        .isEqualTo(LatentConfig.published(5));
    assertThat(LongRunSettings.of(Settings.defaults()).config())
        .isEqualTo(LongRunConfig.standard());
    assertThat(PriorSettings.of(Settings.defaults()).config()).isEqualTo(PriorConfig.standard());
  }

  @Test
  void everyDocumentedKeyIsRead() {
    Set<String> train = new TreeSet<>(keys(ModalConfig.class));
    train.addAll(keys(HeldOutConfig.class));
    train.addAll(Set.of("held-out", "neural-residual", "curve-process"));
    assertThat(documented("train")).isEqualTo(train);
    assertThat(documented("law")).isEqualTo(keys(LawConfig.class));
    assertThat(documented("residual")).isEqualTo(keys(ResidualConfig.class));
    assertThat(documented("long-runs")).isEqualTo(keys(LongRunConfig.class));
    assertThat(documented("curves")).isEqualTo(keys(CurveConfig.class));
    Set<String> prior = new TreeSet<>(keys(PriorConfig.class));
    prior.addAll(Set.of("use", "few-runs", "few-runs-beyond"));
    assertThat(documented("prior")).isEqualTo(prior);
    assertThat(documented("latent")).isEqualTo(keys(LatentConfig.class));
  }

  @Test
  void readsValuesOfEveryFit() {
    FitConfig fits =
        TrainSettings.of(
                with(
                    "train.modes=12",
                    "train.exponent-means=[1, 1, 0.5]",
                    "law.speed-guess=500",
                    "residual.smallest-gain=0.1"))
            .fits(1);
    assertThat(fits.modal().grid().modes()).isEqualTo(12);
    assertThat(fits.modal().prior().exponentMeans()).containsExactly(1.0, 1.0, 0.5);
    assertThat(fits.law().prior().speedGuess()).isEqualTo(500);
    assertThat(fits.residual().smallestGain()).isEqualTo(0.1);
  }

  @Test
  void theDeviceOfTheTaskIsUsedWhereNoneIsNamed() {
    assertThat(LatentSettings.of(Settings.defaults()).config(1, "gpu1").device()).isEqualTo("gpu1");
    assertThat(LatentSettings.of(with("latent.device=gpu0")).config(1, "gpu1").device())
        .isEqualTo("gpu0");
  }

  @Test
  void namesASettingThatIsOutOfRange() {
    rejects("train.members=0", "setting train: members must be at least 1, found 0");
    rejects("train.smoothness=-1", "setting train: smoothness must be over 0, found -1");
    rejects(
        "train.starts=4",
        "setting train: starts must be at most the number of floor-guesses, 3, found 4");
    rejects(
        "train.exponent-widths=[0.1]",
        "setting train: exponent-widths must be 3 numbers, found [0.1]");
    rejects(
        "law.largest-autocorrelation=2",
        "setting law: largest-autocorrelation must be from 0 to 1, found 2");
    rejects("residual.state=0", "setting residual: state must be at least 1, found 0");
    assertThatThrownBy(() -> LatentSettings.of(with("latent.depth=0")))
        .isInstanceOf(UsageException.class)
        .hasMessage("setting latent: depth must be at least 1, found 0");
  }

  private static void rejects(String assignment, String message) {
    assertThatThrownBy(() -> TrainSettings.of(with(assignment)))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
