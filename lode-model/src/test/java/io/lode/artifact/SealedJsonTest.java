package io.lode.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1e-5,\"b\":[\"ü\",{}]}", "{\n  \"a\" : 1,\n  \"b\" : {}\n}\n"})
  void givesBackWhatWasSealed(String json) throws JsonProcessingException, IOException {
    byte[] sealed = SealedJson.seal(json);
    assertThat(JSON.readTree(sealed).get("sha256").asText()).hasSize(64);
    assertThat(JSON.readTree(SealedJson.open(sealed, "f"))).isEqualTo(JSON.readTree(json));
  }

  @Test
  void everyFlippedBitOfTheContentIsNoticed() {
    String json = "{\"night\":3,\"radius\":0.25,\"known\":[\"a\"]}";
    byte[] whole = SealedJson.seal(json);
    for (int place = 0; place < json.length() - 1; place++) {
      for (int bit = 0; bit < 7; bit++) {
        byte[] flipped = whole.clone();
        flipped[place] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> SealedJson.open(flipped, "latest.json"))
            .isInstanceOf(ArtifactException.class)
            .hasMessageStartingWith("latest.json: its content does not match its sha256, ");
      }
    }
  }

  @Test
  void whatHasNoSealIsReadAsItIs() {
    byte[] earlier = "{\"night\":3}\n".getBytes(UTF_8);
    assertThat(SealedJson.open(earlier, "f")).isEqualTo(earlier);
    assertThat(SealedJson.open(new byte[0], "f")).isEmpty();
  }

  @Test
  void onlyObjectsAreSealed() {
    assertThatThrownBy(() -> SealedJson.seal("[1]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only an object can be sealed, found [1]");
  }
}
