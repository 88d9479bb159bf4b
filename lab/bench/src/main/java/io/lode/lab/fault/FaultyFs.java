package io.lode.lab.fault;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;

/** {@link FaultyFileSystem} as a file context asks for it. */
public final class FaultyFs extends DelegateToFileSystem {

  private final FaultyFileSystem files;

  /** As Hadoop makes it. */
  public FaultyFs(URI uri, Configuration configuration) throws IOException, URISyntaxException {
    this(uri, new FaultyFileSystem(), configuration);
  }

  private FaultyFs(URI uri, FaultyFileSystem files, Configuration configuration)
      throws IOException, URISyntaxException {
    super(uri, files, configuration, FaultyFileSystem.SCHEME, false);
    this.files = files;
  }

  @Override
  public int getUriDefaultPort() {
    return -1;
  }

  @Override
  public void renameInternal(Path from, Path to) throws IOException {
    files.move(from, to, false);
  }

  @Override
  public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
    files.move(from, to, overwrite);
  }
}
