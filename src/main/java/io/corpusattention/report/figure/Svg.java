package io.corpusattention.report.figure;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes an SVG file. In: shapes and texts. Out: one string. Lengths are in pixels.
 *
 * <p>An XML writer escapes everything, so that text never becomes markup.
 */
final class Svg {
  /** Isolates the direction of a text from the text around it. */
  private static final String ISOLATE = "\u2068";

  private static final String END_OF_ISOLATE = "\u2069";

  private final StringWriter out = new StringWriter();
  private final XMLStreamWriter xml;

  /**
   * Starts a picture.
   *
   * @param title the title for screen readers
   * @param style the CSS
   */
  Svg(int width, int height, String title, String style) {
    out.append(Figures.START);
    try {
      // This is the JDK's own. Spark brings others, whose output differs.
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      open(
          "svg",
          "xmlns",
          "http://www.w3.org/2000/svg",
          "width",
          width,
          "height",
          height,
          "viewBox",
          "0 0 " + width + " " + height,
          "role",
          "img");
      open("title");
      xml.writeCharacters(ShownText.plain(title, 200));
      close();
      open("style");
      xml.writeCharacters(style);
      close();
      shape(
          "rect",
          "class",
          "card",
          "x",
          0.5,
          "y",
          0.5,
          "width",
          width - 1,
          "height",
          height - 1,
          "rx",
          12);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // a string accepts everything
    }
  }

  /**
   * Opens an element.
   *
   * @param attributes alternating names and values; numbers are rounded to hundredths
   */
  Svg open(String name, Object... attributes) {
    try {
      xml.writeStartElement(name);
      write(attributes);
      return this;
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes the element that was opened last. */
  void close() {
    try {
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes an element without content, with attributes as in {@link #open}. */
  void shape(String name, Object... attributes) {
    try {
      xml.writeEmptyElement(name);
      write(attributes);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a text, cut to this number of columns. x and y are where its class anchors it. */
  void text(double x, double y, String classes, String text, int columns) {
    List<ShownText.Piece> pieces = ShownText.pieces(text, columns);
    try {
      open("text", "x", x, "y", y, "class", classes);
      xml.writeCharacters(ISOLATE);
      for (ShownText.Piece piece : pieces) {
        if (piece.odd()) {
          open("tspan", "class", "odd");
          xml.writeCharacters(piece.text());
          close();
        } else {
          xml.writeCharacters(piece.text());
        }
      }
      xml.writeCharacters(END_OF_ISOLATE);
      close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the picture and returns the text of the file. */
  String end() {
    try {
      xml.writeEndDocument();
      xml.flush();
      return out.append('\n').toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(Object... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      String name = (String) attributes[i];
      String value = shown(attributes[i + 1]);
      if ("xmlns".equals(name)) {
        xml.writeDefaultNamespace(value);
      } else {
        xml.writeAttribute(name, value);
      }
    }
  }

  /** Formats a value, with the same digits for the same number on every machine. */
  static String shown(Object value) {
    return value instanceof Double number
        ? BigDecimal.valueOf(number)
            .setScale(2, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString()
        : value.toString();
  }
}
