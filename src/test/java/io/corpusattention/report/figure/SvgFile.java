package io.corpusattention.report.figure;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** An SVG file that was read back with an XML parser. */
public record SvgFile(Document document) {
  /** Parses the text of a file. */
  public static SvgFile of(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return new SvgFile(
          factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))));
    } catch (Exception e) {
      throw new AssertionError(text, e);
    }
  }

  private List<Element> all() {
    NodeList nodes = document.getElementsByTagName("*");
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  Set<String> elements() {
    Set<String> names = new TreeSet<>();
    all().forEach(element -> names.add(element.getTagName()));
    return names;
  }

  Set<String> attributes() {
    Set<String> names = new TreeSet<>();
    for (Element element : all()) {
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        names.add(element.getAttributes().item(i).getNodeName());
      }
    }
    return names;
  }

  /** Returns the elements with a name that have an attribute. */
  List<Element> elements(String name, String attribute) {
    return all().stream()
        .filter(element -> element.getTagName().equals(name) && element.hasAttribute(attribute))
        .toList();
  }

  /** Returns the elements of a class. */
  List<Element> ofClass(String name) {
    return all().stream()
        .filter(element -> Arrays.asList(element.getAttribute("class").split(" ")).contains(name))
        .toList();
  }

  /** Returns all texts, without the marks that isolate them. */
  public List<String> texts() {
    return texts(elements("text", "x"));
  }

  /** Returns the texts of a class. */
  public List<String> texts(String className) {
    return texts(ofClass(className).stream().filter(e -> e.getTagName().equals("text")).toList());
  }

  private static List<String> texts(List<Element> elements) {
    return elements.stream()
        .map(element -> element.getTextContent().replaceAll("^\u2068|\u2069$", ""))
        .toList();
  }
}
