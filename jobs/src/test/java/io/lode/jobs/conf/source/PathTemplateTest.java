package io.lode.jobs.conf.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PathTemplateTest {

  @Test
  void capturesPartsOfNames() {
    PathTemplate template =
        PathTemplate.of("study_{study}/{model}_jax/trial_{trial}/eval_measurements.csv");
    assertThat(template.captures("study_0/imagenet_resnet_jax/trial_12/eval_measurements.csv"))
        .contains(Map.of("study", "0", "model", "imagenet_resnet", "trial", "12"));
    assertThat(template.captures("study_0/wmt_jax/eval_measurements.csv")).isEmpty();
    assertThat(template.captures("study_0/a/b_jax/trial_1/eval_measurements.csv")).isEmpty();
  }

  @Test
  void takesSpecialCharactersOfNamesAsTheyAre() {
    PathTemplate template = PathTemplate.of("a+b (1)/{run}.csv");
    assertThat(template.captures("a+b (1)/weird \"quotes\" {a,b}*?:#%.csv"))
        .contains(Map.of("run", "weird \"quotes\" {a,b}*?:#%"));
    assertThat(template.captures("aab (1)/x.csv")).isEmpty();
  }

  @Test
  void starStaysInAFolderAndTwoStarsCrossThem() {
    assertThat(PathTemplate.of("{run}/part-*.csv").captures("r/part-00.csv")).isPresent();
    assertThat(PathTemplate.of("{run}/part-*.csv").captures("r/part-0/0.csv")).isEmpty();
    assertThat(PathTemplate.of("**/*.parquet").captures("a/b/c.parquet")).isPresent();
    assertThat(PathTemplate.of("**/*.parquet").captures("c.parquet")).isPresent();
  }

  @Test
  void refusesWhatIsNoTemplate() {
    assertThatThrownBy(() -> PathTemplate.of("/abs/{run}.csv"))
        .hasMessage(
            "path must be relative to the input, such as {model}/{run}.csv, found"
                + " '/abs/{run}.csv'");
    assertThatThrownBy(() -> PathTemplate.of("{run.csv"))
        .hasMessage("path '{run.csv' must hold names in pairs of braces");
    assertThatThrownBy(() -> PathTemplate.of("{run}/{run}.csv"))
        .hasMessage("path '{run}/{run}.csv' captures {run} twice");
  }
}
