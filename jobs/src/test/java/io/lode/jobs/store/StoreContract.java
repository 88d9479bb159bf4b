package io.lode.jobs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.store.files.StoreFiles;

/** What files of every kind of store are tested for. */
public final class StoreContract {

  private StoreContract() {}

  /** Leaves the files {@code b} and {@code c} in the folder {@code a}. */
  public static void createsOnceAndReplacesAlways(StoreFiles files) {
    assertThat(files.read("a/b")).isEmpty();
    assertThat(files.create("a/b", bytes("1"))).isTrue();
    assertThat(files.create("a/b", bytes("2"))).isFalse();
    assertThat(files.create("a/b", bytes("1"))).isFalse();
    assertThat(files.read("a/b")).contains(bytes("1"));
    files.replace("a/b", bytes("3"));
    files.replace("a/c", bytes("4"));
    assertThat(files.read("a/b")).contains(bytes("3"));
    assertThat(files.list("a")).containsExactly("b", "c");
    assertThat(files.list("nowhere")).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
