package io.corpusattention.text.file;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The kind of a file, according to its first bytes, or to its name if these do not decide.
 *
 * <p>For every kind except {@link #HTML}, the first bytes contain a control character, contain a
 * byte that is not UTF-8, or are so long that no text begins with them by chance.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists come from List.of
public enum FileKind {
  /** Text, or an unknown kind. */
  TEXT("text", null, List.of(), List.of()),
  GZIP("gzip", null, List.of(".gz"), List.of("\u001f\u008b")),
  BZIP2(
      "bzip2",
      null,
      List.of(".bz2"),
      List.of(
          "BZh1", "BZh2", "BZh3", "BZh4", "BZh5", "BZh6", "BZh7", "BZh8", "BZh9")), // see isBzip2
  ZSTANDARD("Zstandard", null, List.of(".zst"), List.of("(\u00b5/\u00fd")),
  XZ("xz", null, List.of(".xz"), List.of("\u00fd7zXZ\0")),
  LZ4("LZ4", null, List.of(), List.of("\u0004\"M\u0018")),
  SNAPPY("Snappy", null, List.of(), List.of("\u00ff\u0006\0\0sNaPpY")),
  /** The format of Hadoop's LZ4 codec, which has no magic number. */
  HADOOP_LZ4("LZ4 of Hadoop", null, List.of(".lz4"), List.of()),
  /** The format of Hadoop's Snappy codec, which has no magic number. */
  HADOOP_SNAPPY("Snappy of Hadoop", null, List.of(".snappy"), List.of()),

  OLD_LZ4("LZ4 in its legacy format", Remedy.DECOMPRESS, List.of(), List.of("\u0002!L\u0018")),
  LZ4_JAVA("LZ4 in blocks of Java", Remedy.DECOMPRESS, List.of(), List.of("LZ4Block")),
  SNAPPY_JAVA("Snappy in blocks of Java", Remedy.DECOMPRESS, List.of(), List.of("\u0082SNAPPY\0")),
  COMPRESS("compressed by compress", Remedy.DECOMPRESS, List.of(".Z"), List.of("\u001f\u009d")),
  LZMA("LZMA", Remedy.DECOMPRESS, List.of(".lzma"), List.of("]\0\0")),
  LZIP("lzip", Remedy.DECOMPRESS, List.of(".lz"), List.of("LZIP\u0001")),
  LZOP("lzop", Remedy.DECOMPRESS, List.of(".lzo"), List.of("\u0089LZO\0")),
  BROTLI("Brotli", Remedy.DECOMPRESS, List.of(".br"), List.of()),
  ZIP(
      "a ZIP archive",
      Remedy.UNPACK,
      List.of(".zip"),
      List.of("PK\u0003\u0004", "PK\u0005\u0006", "PK\u0007\u0008")),
  SEVEN_ZIP("a 7z archive", Remedy.UNPACK, List.of(".7z"), List.of("7z\u00bc\u00af'\u001c")),
  RAR("a RAR archive", Remedy.UNPACK, List.of(".rar"), List.of("Rar!\u001a\u0007")),
  TAR(
      "a tar archive",
      Remedy.UNPACK,
      List.of(
          ".tar",
          ".tgz",
          ".tbz",
          ".tbz2",
          ".txz",
          ".tzst",
          ".tar.gz",
          ".tar.bz2",
          ".tar.xz",
          ".tar.zst",
          ".tar.lz4",
          ".tar.z",
          ".tar.lzma",
          ".tar.br"),
      List.of()), // see isTar

  GIT_LFS(
      "a pointer of Git LFS and not the file itself",
      "run git lfs pull where it was cloned, or download the file",
      List.of(),
      List.of("version https://git-lfs.github.com/spec/")),
  UTF_16(
      "in UTF-16 or UTF-32",
      "convert it to UTF-8, as iconv -f UTF-16 -t UTF-8 does",
      List.of(),
      List.of("\u00ff\u00fe", "\u00fe\u00ff", "\0\0\u00fe\u00ff")),
  PARQUET("Parquet", Remedy.GIVE_TEXT, List.of(), List.of("PAR1\u0015")),
  AVRO("Avro", Remedy.GIVE_TEXT, List.of(), List.of("Obj\u0001")),
  NUMPY("an array of NumPy", Remedy.GIVE_TEXT, List.of(), List.of("\u0093NUMPY")),
  PICKLE(
      "pickled by Python",
      Remedy.GIVE_TEXT,
      List.of(),
      List.of("\u0080\u0002", "\u0080\u0003", "\u0080\u0004\u0095", "\u0080\u0005\u0095")),
  FAST_TEXT(
      "a model in fastText's own binary format",
      "give the file of its vectors that is called .vec",
      List.of(),
      List.of("\u00ba\u0016O/")),
  PDF("a PDF", Remedy.GIVE_TEXT, List.of(), List.of("%PDF-1.", "%PDF-2.")),
  /** A kind of text that may also be a corpus. */
  HTML("an HTML page", "download the file itself", List.of(), List.of());

  /** How many bytes at the start of a file decide its kind. */
  public static final int HEAD = 512;

  private static final String READ = ".gz, .bz2, .zst, .xz, .lz4 or .snappy";

  /** The position of the format's name in the header of a tar archive. */
  private static final int TAR_MAGIC = 257;

  /** What the user can do about a file that is refused. */
  private static final class Remedy {
    static final String DECOMPRESS = "which is not read; decompress it, or compress it as " + READ;
    static final String UNPACK = "unpack it and give the files that are in it";
    static final String GIVE_TEXT = "give a file of text";
  }

  private final String title;
  private final String remedy; // null if the kind is supported
  private final List<String> suffixes;
  private final List<String> magics; // in ISO 8859-1

  FileKind(String title, String remedy, List<String> suffixes, List<String> magics) {
    this.title = title;
    this.remedy = remedy;
    this.suffixes = suffixes;
    this.magics = magics;
  }

  /**
   * Returns the kind of a file.
   *
   * @param head its first {@link #HEAD} bytes, or all if there are fewer
   * @param name the name of the file, or its path
   */
  public static FileKind of(byte[] head, String name) {
    FileKind named = named(name);
    if (named == TAR) { // with any compression
      return TAR;
    }
    String start = new String(head, StandardCharsets.ISO_8859_1);
    for (FileKind kind : values()) {
      if (kind.magics.stream().anyMatch(start::startsWith) && (kind != BZIP2 || isBzip2(start))) {
        return kind;
      }
    }
    if (start.startsWith("ustar", TAR_MAGIC)) {
      return TAR;
    }
    if (named == HADOOP_LZ4 && start.startsWith("*M\u0018", 1)) { // a skippable frame
      return LZ4;
    }
    if (named == BROTLI && isText(head)) { // .br may also mean Breton
      return TEXT;
    }
    String page = start.stripLeading().toLowerCase(Locale.ROOT);
    boolean html = page.startsWith("<!doctype html") || page.startsWith("<html");
    return named == TEXT && html ? HTML : named;
  }

  /** Returns the kind of a file according to its name alone. */
  public static FileKind named(String name) {
    if (TAR.names(name)) { // before .gz matches .tar.gz
      return TAR;
    }
    return Arrays.stream(values()).filter(kind -> kind.names(name)).findFirst().orElse(TEXT);
  }

  private boolean names(String file) {
    // compress writes .Z; the extension .z means nothing in particular
    String compared = this == COMPRESS ? file : file.toLowerCase(Locale.ROOT);
    return suffixes.stream().anyMatch(compared::endsWith);
  }

  /**
   * Returns whether the header is followed by the magic number of a block, or of the end of an
   * empty file.
   */
  private static boolean isBzip2(String start) {
    return start.startsWith("1AY&SY", 4) || start.startsWith("\u0017rE8P\u0090", 4);
  }

  /** Returns whether bytes are the start of a UTF-8 text. */
  private static boolean isText(byte[] head) {
    CharBuffer text = CharBuffer.allocate(head.length);
    boolean utf8 =
        !StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head), text, false).isError();
    return utf8 && text.flip().chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c));
  }

  /** Returns whether files of this kind are decompressed when read. */
  public boolean isCompressed() {
    return remedy == null && this != TEXT;
  }

  /** Returns whether this is a format of Hadoop's codecs, which only the file name identifies. */
  boolean isOfHadoop() {
    return this == HADOOP_LZ4 || this == HADOOP_SNAPPY;
  }

  /** Returns whether files of this kind may be uncompressed text. */
  public boolean isText() {
    return this == TEXT || this == HTML;
  }

  /** Returns the exception to throw if files of this kind are not supported. */
  public BadSettingException refusal(Given file) {
    if (remedy == null) {
      return file.bad(
          "is " + title + ", but its name does not have the usual extension; rename it");
    }
    return file.bad("is " + title + (remedy.startsWith("which") ? ", " : "; ") + remedy);
  }

  /**
   * Returns the exception to throw if a compressed file contains an unsupported file of this kind.
   */
  BadSettingException refusalWithin(Given file, FileKind outer) {
    String found = isCompressed() ? title + " once more" : title;
    return file.bad(
        "is " + outer.title + ", and what is in it is " + found + "; unpack it, and give text");
  }
}
