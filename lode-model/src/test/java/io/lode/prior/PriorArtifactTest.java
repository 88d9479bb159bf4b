package io.lode.prior;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.artifact.ArtifactException;
import org.junit.jupiter.api.Test;

class PriorArtifactTest {

  private static final PriorArtifact BUNDLED = PriorArtifact.bundled();

  @Test
  void theBundledPriorNamesWhatItHasSeen() {
    assertThat(BUNDLED.prior().groups()).hasSizeGreaterThan(40);
    assertThat(BUNDLED.prior().groups())
        .allSatisfy(group -> assertThat(group.runs()).as(group.group().toString()).isNotEmpty());
    assertThat(BUNDLED.sources())
        .extracting(PriorArtifact.Source::from)
        .containsExactly("published logs", "simulated worlds");
    assertThat(BUNDLED.write().length).as("well under a megabyte").isLessThan(400_000);
  }

  @Test
  void theBundledPriorIsWhatItsGroupsSay() {
    Prior again = Prior.of(PriorConfig.standard(), BUNDLED.prior().groups());
    assertThat(PriorArtifact.of(again, BUNDLED.sources(), "", BUNDLED.code()).id())
        .isEqualTo(BUNDLED.id());
  }

  @Test
  void isReadAsItWasWritten() {
    byte[] bytes = BUNDLED.withVersion(3).write();
    PriorArtifact read = PriorArtifact.read(bytes, "v000003.json");
    assertThat(read.version()).isEqualTo(3);
    assertThat(read.write()).isEqualTo(bytes);
  }

  @Test
  void namesWhatIsWrong() {
    String whole = new String(BUNDLED.write(), UTF_8);
    assertThatThrownBy(() -> read(whole.substring(0, 900)))
        .isInstanceOf(ArtifactException.class)
        .hasMessage("latest.json is not a prior: it may be damaged");
    assertThatThrownBy(() -> read(whole.replace("lode-prior/1", "lode-prior/9")))
        .hasMessage("latest.json: format must be lode-prior/1, found lode-prior/9");
    assertThatThrownBy(() -> read(whole.replaceFirst("\"share\":0\\.9", "\"share\":0.8")))
        .hasMessageStartingWith("latest.json: its content does not match its id; expected ");
  }

  private static PriorArtifact read(String text) {
    return PriorArtifact.read(text.getBytes(UTF_8), "latest.json");
  }
}
