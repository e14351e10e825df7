/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.settings;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.Connector;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.connector.outbound.SmtpManagedConnectionFactory;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The bean, its annotations and ra.xml all say what the catalog says (Connectors, section 18; DESIGN, section 5). */
class SmtpClientPropertiesTest {
    private static final Path RA_XML = Path.of("../../rar/src/main/rar/META-INF/ra.xml");

    /** JavaBean name to description, in the order of the catalog. */
    private static final Map<String, String> EXPECTED = SmtpClient.rows().stream()
            .collect(Collectors.toMap(
                    Parameter::propertyName,
                    row -> row.summary() + " Postfix parameter " + row.name() + ", default: "
                            + (row.defaultText().isEmpty() ? "empty" : row.defaultText()) + ".",
                    (a, b) -> a,
                    LinkedHashMap::new));

    @Test
    void s18_annotationsAgreeWithTheCatalog() throws Exception {
        Map<String, String> annotated = properties().stream()
                .collect(Collectors.toMap(
                        PropertyDescriptor::getName,
                        property -> property.getWriteMethod()
                                .getAnnotation(ConfigProperty.class)
                                .description()[0]));
        assertThat(annotated).containsExactlyInAnyOrderEntriesOf(EXPECTED);
    }

    @Test
    void s18_theDescriptorAgreesWithTheCatalog() throws Exception {
        List<Element> declared = elements(descriptor(), "config-property");
        Map<String, String> described = new LinkedHashMap<>();
        declared.forEach(one -> described.put(text(one, "config-property-name"), text(one, "description")));
        assertThat(described).containsExactlyEntriesOf(EXPECTED);
        assertThat(declared).allSatisfy(one -> {
            assertThat(text(one, "config-property-type")).isEqualTo("java.lang.String");
            assertThat(elements(one, "config-property-value")).isEmpty();
        });
    }

    @Test
    void s18_theDescriptorAgreesWithTheClassAnnotations() throws Exception {
        Element root = descriptor();
        assertThat(root.getAttribute("version")).isEqualTo("2.1");
        assertThat(root.getAttribute("metadata-complete")).isEqualTo("true");
        Connector connector = SmtpResourceAdapter.class.getAnnotation(Connector.class);
        assertThat(text(root, "resourceadapter-class")).isEqualTo(SmtpResourceAdapter.class.getName());
        assertThat(text(root, "display-name")).isEqualTo(connector.displayName()[0]);
        assertThat(text(root, "description")).isEqualTo(connector.description()[0]);
        assertThat(text(root, "vendor-name")).isEqualTo(connector.vendorName());
        assertThat(text(root, "eis-type")).isEqualTo(connector.eisType());
        assertThat(text(root, "resourceadapter-version")).isEqualTo(connector.version());
        assertThat(text(root, "transaction-support"))
                .isEqualTo(connector.transactionSupport().name());
        assertThat(text(root, "reauthentication-support")).isEqualTo("" + connector.reauthenticationSupport());

        ConnectionDefinition definition = SmtpManagedConnectionFactory.class.getAnnotation(ConnectionDefinition.class);
        assertThat(text(root, "managedconnectionfactory-class"))
                .isEqualTo(SmtpManagedConnectionFactory.class.getName());
        assertThat(text(root, "connectionfactory-interface"))
                .isEqualTo(definition.connectionFactory().getName());
        assertThat(text(root, "connectionfactory-impl-class"))
                .isEqualTo(definition.connectionFactoryImpl().getName());
        assertThat(text(root, "connection-interface"))
                .isEqualTo(definition.connection().getName());
        assertThat(text(root, "connection-impl-class"))
                .isEqualTo(definition.connectionImpl().getName());
    }

    @Test
    void s5_3_7_eachPropertyIsTextAndReachesItsParameter() throws Exception {
        for (PropertyDescriptor property : properties()) {
            SmtpManagedConnectionFactory factory = new SmtpManagedConnectionFactory();
            assertThat(property.getPropertyType()).isEqualTo(String.class);
            assertThat(property.getReadMethod().invoke(factory)).isEqualTo("");
            String value = property.getName().matches(".*(Timeout|TimeLimit)") ? "7s" : "[127.0.0.1]";
            property.getWriteMethod().invoke(factory, value);
            assertThat(property.getReadMethod().invoke(factory)).isEqualTo(value);
            Parameter<?> row = SmtpClient.rows().stream()
                    .filter(one -> one.propertyName().equals(property.getName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(factory.settings().get(row)).as(row.name()).isEqualTo(row.parse(value));
        }
    }

    @Test
    void s5_3_7_anEmptyOrMissingValueInherits() throws Exception {
        SmtpManagedConnectionFactory factory = new SmtpManagedConnectionFactory();
        for (PropertyDescriptor property : properties()) {
            property.getWriteMethod().invoke(factory, "7s");
            property.getWriteMethod().invoke(factory, property.getName().length() % 2 == 0 ? " " : null);
        }
        assertThat(factory).isEqualTo(new SmtpManagedConnectionFactory());
        assertThat(factory.settings()).isEqualTo(new SmtpManagedConnectionFactory().settings());
    }

    private static List<PropertyDescriptor> properties() throws Exception {
        return Arrays.stream(Introspector.getBeanInfo(SmtpClientProperties.class, Object.class)
                        .getPropertyDescriptors())
                .toList();
    }

    private static Element descriptor() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = factory.newDocumentBuilder().parse(RA_XML.toFile());
        return document.getDocumentElement();
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).get(0).getTextContent();
    }

    private static List<Element> elements(Element parent, String name) {
        return IntStream.range(0, parent.getElementsByTagName(name).getLength())
                .mapToObj(i -> (Element) parent.getElementsByTagName(name).item(i))
                .toList();
    }
}
