package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.cli.options.Console;
import io.lode.prior.PriorArtifact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Priors of a store, on the bundled curves of language models. */
class PriorCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  private record Answer(int status, JsonNode json, String errors) {}

  private static Answer lode(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(
        List.of("--store", folder.resolve("store").toString(), "--master", "local[1]", "--json"));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(status, JSON.readTree(out.toByteArray()), err.toString(UTF_8));
  }

  @BeforeAll
  static void ingest() throws IOException {
    Answer ingested =
        lode("ingest", "--source", "llm-loss-curves", "--input", "../examples/llm-loss-curves");
    assertThat(ingested.status()).isZero();
  }

  @Test
  void publishesVersionsAndGoesBack() throws IOException {
    Answer alone = lode("prior", "--alone");
    assertThat(alone.errors()).doesNotContain("lode:");
    assertThat(alone.status()).isZero();
    assertThat(alone.json().get("groups").asInt()).isEqualTo(2);
    assertThat(alone.json().get("path").asText()).isEqualTo("priors/v000001.json");
    assertThat(alone.json().at("/sources/0/groups").asInt()).isEqualTo(2);
    assertThat(alone.json().at("/sources/0/snapshot").asText()).isNotEmpty();
    assertThat(alone.json().at("/unknowns/0/floor/1").asDouble()).isPositive();

    assertThat(lode("prior", "--alone").json().get("version").asInt())
        .as("the same groups make no new version")
        .isEqualTo(1);

    Answer both = lode("prior");
    assertThat(both.json().get("version").asInt()).isEqualTo(2);
    assertThat(both.json().get("groups").asInt())
        .isEqualTo(PriorArtifact.bundled().prior().groups().size() + 2);

    Answer back = lode("prior", "--to", "1");
    assertThat(back.json().get("id").asText()).isEqualTo(alone.json().get("id").asText());
    Path priors = folder.resolve("store/priors");
    assertThat(priors.resolve("latest.json"))
        .hasSameBinaryContentAs(priors.resolve("v000001.json"));

    Answer missing = lode("prior", "--to", "7");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.errors()).contains("--to 7 is no version of priors, found [1, 2]");
  }

  @Test
  void cardsOfFewRunsNameTheirPrior() throws IOException {
    Answer trained =
        lode(
            "train",
            "--group",
            "model=25M,dataset=c4",
            "--set",
            "prior.few-runs=100",
            "--set",
            "train.held-out=false");
    assertThat(trained.status()).isZero();
    Answer without =
        lode(
            "train",
            "--group",
            "model=25M,dataset=c4",
            "--set",
            "prior=none",
            "--set",
            "train.held-out=false");
    assertThat(prior(trained)).matches("[0-9a-f]{16}");
    assertThat(prior(without)).isEqualTo("none");
  }

  private static String prior(Answer trained) throws IOException {
    String id = trained.json().at("/groups/0/ensemble").asText();
    Path card =
        folder.resolve("store/ensembles/model=25M/dataset=c4/optimizer=adamw/" + id + "/card.json");
    return JSON.readTree(Files.readAllBytes(card)).at("/settings/prior").asText();
  }

  @Test
  void aGroupWithoutRunsIsForecastLikeARelative() throws IOException {
    Path schedule = folder.resolve("schedule.csv");
    Files.writeString(schedule, "step,learning_rate\n0,3e-4\n20000,3e-4\n24000,3e-5\n");
    Answer like =
        lode(
            "whatif",
            "--schedule",
            schedule.toString(),
            "--group",
            "model=50M,dataset=c4",
            "--like",
            "model=25M,dataset=c4");
    assertThat(like.errors()).doesNotContain("lode:");
    assertThat(like.status()).isZero();
    double mean = like.json().at("/objective/59").asDouble();
    double deviation = like.json().at("/standardDeviation/59").asDouble();
    assertThat(mean).isBetween(3.0, 3.6);
    assertThat(deviation).isBetween(0.005, 1.0);
    assertThat(like.json().at("/warnings/0").asText())
        .startsWith(
            "no run of model=50M,dataset=c4 was ingested: this is what model=25M,dataset=c4");

    Answer none =
        lode(
            "whatif",
            "--schedule",
            schedule.toString(),
            "--group",
            "model=50M,dataset=c4",
            "--like",
            "model=70M,dataset=c4");
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.errors()).contains("--like takes one group of the store, found 0");
  }

  @Test
  void anUnknownUseIsNamed() throws IOException {
    Answer wrong = lode("train", "--set", "prior=always");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.errors())
        .contains("setting prior: use must be none, bundled or store, found 'always'");
  }
}
