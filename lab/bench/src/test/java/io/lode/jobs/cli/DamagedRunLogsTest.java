package io.lode.jobs.cli;

import static io.lode.jobs.cli.SweptStore.WORLD;
import static io.lode.jobs.cli.SweptStore.train;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.cli.SweptStore.Answer;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.io.FileUtils;
import org.apache.commons.lang3.StringUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage to what runs in flight log: the run keeps the schedule that it has, and is told of. */
class DamagedRunLogsTest {

  private static final String PART = "part-000002.jsonl";

  @TempDir private static Path folder;

  private static SweptStore store;

  /** What is done to a file of a log. */
  enum Damage {
    CUT(PART) {
      @Override
      byte[] to(byte[] content, byte[] another) {
        return Arrays.copyOf(content, content.length - 20);
      }
    },
    EMPTIED(PART) {
      @Override
      byte[] to(byte[] content, byte[] another) {
        return new byte[0];
      }
    },
    SWAPPED(PART) {
      @Override
      byte[] to(byte[] content, byte[] another) {
        return another;
      }
    },
    FLIPPED(PART) {
      @Override
      byte[] to(byte[] content, byte[] another) {
        content[0] ^= 1;
        return content;
      }
    },
    NOISE(PART) {
      @Override
      byte[] to(byte[] content, byte[] another) {
        byte[] noise = new byte[2_000_000];
        new SplittableRandom(1).nextBytes(noise);
        return noise;
      }
    },
    DESCRIPTION_CUT("run.json") {
      @Override
      byte[] to(byte[] content, byte[] another) {
        return Arrays.copyOf(content, content.length / 2);
      }
    },
    DESCRIPTION_EMPTIED("run.json") {
      @Override
      byte[] to(byte[] content, byte[] another) {
        return new byte[0];
      }
    },
    DESCRIPTION_SWAPPED("run.json") {
      @Override
      byte[] to(byte[] content, byte[] another) {
        return another;
      }
    };

    private final String file;

    Damage(String file) {
      this.file = file;
    }

    /**
     * The file's content from now on.
     *
     * @param another what a part of another run holds
     */
    abstract byte[] to(byte[] content, byte[] another);
  }

  @BeforeAll
  static void publishASchedule() throws IOException {
    store = SweptStore.below(folder);
  }

  @AfterEach
  void removeRunsInFlight() throws IOException {
    store.removeRunsInFlight();
  }

  /** Two runs, each with a plan of its own from its first part, that have logged a second part. */
  private static Path plansOfTwoRuns() throws IOException {
    Run bad = train(WORLD, store.published().schedule(), "bad");
    Run good = train(WORLD, store.published().schedule(), "good");
    store.logs().append(bad, store.publishedPath(), 0, 240, 1);
    store.logs().append(good, store.publishedPath(), 0, 240, 1);
    Answer first = store.lode("replan");
    assertThat(first.status()).as(first.errors()).isZero();
    String path = first.json().at("/runs/0/path").asText();
    assertThat(first.json().at("/runs/0/run").asText()).isEqualTo("bad");
    store.logs().append(bad, store.publishedPath(), 240, 480, 2);
    store.logs().append(good, store.publishedPath(), 240, 480, 2);
    return store.store().resolve(path).getParent();
  }

  private static Path log(String run, String file) {
    return store
        .store()
        .resolve(new RunLogs(store.files()).folder(store.logs().group(), run))
        .resolve(file);
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aDamagedLogKeepsItsScheduleAndIsToldOnce(Damage damage) throws IOException {
    Path plans = plansOfTwoRuns();
    byte[] latest = Files.readAllBytes(plans.resolve("latest.json"));
    Path file = log("bad", damage.file);
    Files.write(file, damage.to(Files.readAllBytes(file), Files.readAllBytes(log("good", PART))));

    Answer answer = store.lode("replan");

    String name = store.store().relativize(file).toString();
    assertThat(answer.status()).as(answer.errors()).isEqualTo(4);
    assertThat(answer.json().get("failed")).hasSize(1);
    assertThat(answer.json().at("/failed/0/run").asText()).isEqualTo("bad");
    assertThat(answer.json().at("/failed/0/reason").asText()).startsWith(name);
    assertThat(StringUtils.countMatches(answer.errors(), name)).as(answer.errors()).isEqualTo(1);
    assertThat(answer.errors()).doesNotContain("unexpected ").doesNotContain("\tat ");
    assertThat(answer.json().toString()).contains("\"run\":\"good\"");
    assertThat(Files.readAllBytes(plans.resolve("latest.json"))).isEqualTo(latest);
    assertThat(plans.resolve("v000002.json")).doesNotExist();
  }

  @Test
  void aWatchTellsADamagedDescriptionOncePerBatchAndPlansTheOtherRun() throws IOException {
    Path plans = plansOfTwoRuns();
    byte[] latest = Files.readAllBytes(plans.resolve("latest.json"));
    Files.writeString(log("bad", "run.json"), "{\"format\": ");

    Answer answer = store.lode("replan", "--watch", "--drain");

    assertThat(answer.json().at("/failed/0/run").asText()).isEqualTo("bad");
    assertThat(answer.json().at("/failed")).hasSize(1);
    assertThat(answer.errors()).doesNotContain("unexpected ");
    assertThat(Files.readAllBytes(plans.resolve("latest.json"))).isEqualTo(latest);

    Answer again = store.lode("replan", "--watch", "--drain");
    assertThat(again.status()).as(again.errors()).isZero();
    assertThat(again.errors()).doesNotContain("run.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "offsets/0", "sources/0/0"})
  void aWatchThatCannotGoOnFromWhereItWasReadsEveryLogAgain(String file) throws IOException {
    plansOfTwoRuns();
    assertThat(store.lode("replan", "--watch", "--drain").status()).isZero();
    Path damaged = store.store().resolve("state/replan-watch/all+groups").resolve(file);
    Files.delete(damaged.resolveSibling("." + damaged.getFileName() + ".crc"));
    Files.writeString(damaged, "v1\n{\"cut");

    assertThat(store.lode("check").json().toString()).contains(file + " is damaged");
    Answer again = store.lode("replan", "--watch", "--drain");
    assertThat(again.status()).as(again.errors()).isZero();
    assertThat(again.errors())
        .contains("notice: mended: state/replan-watch/all+groups: no batch can be made from it (")
        .contains("; the next replan --watch reads every log again")
        .doesNotContain("unexpected ");
    assertThat(store.lode("check").status()).isZero();
  }

  @Test
  void aWatchTakesThePathOfAStoreAsItIs(@TempDir Path elsewhere) throws IOException {
    SweptStore odd = store.at(elsewhere.resolve("s[1] {a,b} *?"));
    FileUtils.copyDirectory(store.store().toFile(), odd.store().toFile());
    Answer moved = odd.lode("relocate");
    assertThat(moved.status()).as(moved.errors()).isZero();
    Run run = train(WORLD, odd.published().schedule(), "r");
    odd.logs().append(run, odd.publishedPath(), 0, 240, 1);

    Answer first = odd.lode("replan", "--watch", "--drain");

    assertThat(first.status()).as(first.errors()).isZero();
    assertThat(first.json().get("runs")).as(first.errors()).hasSize(1);
    assertThat(first.json().at("/runs/0/step").asDouble()).isEqualTo(240);
    Answer second = odd.lode("replan", "--watch", "--drain");
    assertThat(second.json().get("runs")).isEmpty();
    assertThat(new String(Files.readAllBytes(odd.store().resolve("store.json")), UTF_8))
        .contains("s[1] {a,b} *?");
  }
}
