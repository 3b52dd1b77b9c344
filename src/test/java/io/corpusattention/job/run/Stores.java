package io.corpusattention.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.ChildProcesses.Child;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Starts remote stores as separate processes: HDFS, and a server with the S3 protocol. Maven
 * downloads their libraries, which are listed in src/test/stores.
 */
final class Stores {
  private static final Path SOURCES = Path.of("src", "test", "stores");
  private static final String BUCKET = "corpora";

  private final Path libraries;
  private final ChildProcesses processes;

  /**
   * @param folder the folder for libraries and for the data of HDFS
   */
  Stores(Path folder, ChildProcesses processes) {
    this.libraries = folder.resolve("libraries");
    this.processes = processes;
  }

  /**
   * A running store.
   *
   * @param root the root of its data
   * @param sparkOptions the options that a job needs to access it
   */
  record Store(URI root, FileSystem fileSystem, List<String> sparkOptions) {
    /** Returns the S3 server's list of uploads that were neither completed nor aborted. */
    String pendingUploads() throws IOException {
      String endpoint = fileSystem.getConf().get("fs.s3a.endpoint");
      return request(HttpRequest.newBuilder(URI.create(endpoint + "/" + BUCKET + "?uploads")));
    }
  }

  /** Starts HDFS. */
  Store hdfs() throws IOException {
    Path data = libraries.resolveSibling("hdfs");
    Child server =
        processes.java(
            "hdfs",
            libraries("hdfs"),
            SOURCES.resolve("hdfs/MiniHdfs.java").toString(),
            data.toString());
    Pattern started = Pattern.compile("address (hdfs://\\S+)");
    server.until("its address", () -> started.matcher(server.stdout()).find());
    Matcher address = started.matcher(server.stdout());
    assertThat(address.find()).isTrue();
    URI root = URI.create(address.group(1) + "/");
    return new Store(root, FileSystem.newInstance(root, new Configuration()), List.of());
  }

  /** Starts a server with the S3 protocol, which jobs write to with the magic committer. */
  Store s3() throws IOException {
    String endpoint = "http://127.0.0.1:" + freePort();
    Path properties = libraries.resolveSibling("s3proxy.properties");
    Files.writeString(
        properties,
        String.join(
            "\n",
            "s3proxy.endpoint=" + endpoint,
            "s3proxy.authorization=none",
            // The providers that store files on disk mistake folders for files.
            "jclouds.provider=transient",
            "jclouds.identity=any",
            "jclouds.credential=any"));
    Child server =
        processes.java(
            "s3proxy",
            libraries("s3proxy"),
            "org.gaul.s3proxy.Main",
            "--properties",
            properties.toString());
    HttpRequest.Builder makeBucket =
        HttpRequest.newBuilder(URI.create(endpoint + "/" + BUCKET))
            .PUT(HttpRequest.BodyPublishers.noBody());
    server.until("its bucket", () -> isMade(makeBucket));

    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.s3a.endpoint", endpoint);
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.connection.ssl.enabled", "false");
    settings.put("fs.s3a.access.key", "any");
    settings.put("fs.s3a.secret.key", "any");
    settings.put("fs.s3a.committer.name", "magic");
    settings.put("fs.s3a.buffer.dir", libraries.resolveSibling("s3a").toString());
    Path jars = libraries("s3a");
    List<String> options = new ArrayList<>(List.of("--driver-class-path", jars.resolve("*") + ""));
    settings.forEach((name, value) -> addConf(options, "spark.hadoop." + name, value));
    String cloud = "org.apache.spark.internal.io.cloud.";
    addConf(options, "spark.sql.sources.commitProtocolClass", cloud + "PathOutputCommitProtocol");
    addConf(
        options,
        "spark.sql.parquet.output.committer.class",
        cloud + "BindingParquetOutputCommitter");

    Configuration conf = new Configuration();
    settings.forEach(conf::set);
    conf.setClassLoader(new URLClassLoader(urls(jars), Stores.class.getClassLoader()));
    URI root = URI.create("s3a://" + BUCKET + "/");
    return new Store(root, FileSystem.newInstance(root, conf), options);
  }

  private static void addConf(List<String> options, String name, String value) {
    options.addAll(List.of("--conf", name + "=" + value));
  }

  /** Returns a folder with all jars that a store's pom.xml names. */
  private Path libraries(String store) throws IOException {
    Path jars = libraries.resolve(store);
    Child maven =
        processes.program(
            "maven-" + store,
            "mvn",
            "--batch-mode",
            "--quiet",
            "--file",
            SOURCES.resolve(store).resolve("pom.xml").toString(),
            "dependency:copy-dependencies",
            "-DoutputDirectory=" + jars);
    assertThat(maven.exitCode()).as(maven::transcript).isZero();
    return jars;
  }

  private static URL[] urls(Path jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> files = Files.list(jars)) {
      for (Path file : files.toList()) {
        urls.add(file.toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean isMade(HttpRequest.Builder bucket) {
    try {
      request(bucket);
      return true;
    } catch (ConnectException notYet) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String request(HttpRequest.Builder request) throws IOException {
    try {
      var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
