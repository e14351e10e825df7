/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.settings;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.AdministeredObject;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.Connector;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.connector.admin.OAuthTokens;
import org.postchaise.connector.outbound.SmtpManagedConnectionFactory;
import org.postchaise.engine.config.Scope;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Tests that ra.xml is the catalog, rendered ({@code -Dpostchaise.regenerate=true} writes it anew), that the beans, which the
 * build generates, work, and that their annotations agree with the descriptor (Connectors, section 18).
 */
class GeneratedPropertiesTest {
    private static final Path RA_XML = Path.of("../../rar/src/main/rar/META-INF/ra.xml");
    private static final List<PropertyFace> FACTORY = PropertyFace.of(Scope.FACTORY);
    private static final List<PropertyFace> LISTENER = PropertyFace.of(Scope.LISTENER);
    private static final List<PropertyFace> ADAPTER_ALONE = PropertyFace.of(Scope.ADAPTER, Scope.LISTENER);
    private static final PropertyFace CONFIG_FILE = new PropertyFace(
            "configFile",
            "Path of a main.cf file, read when the adapter starts; properties win over its values. Default: none.");
    private static final PropertyFace MASTER_FILE = new PropertyFace(
            "masterFile",
            "Path of a master.cf file, read when the adapter starts; its services with the command smtp or lmtp are transports."
                    + " Default: none.");

    /** The properties that are not in the catalog: the names that Connectors has for a sign-on, and ours for tokens. */
    private static final List<PropertyFace> SIGN_ON = List.of(
            new PropertyFace(
                    "userName",
                    "The login name where neither the container nor the application signs on. Default: what the tables say."),
            new PropertyFace("password", "The password of userName. Default: none."),
            new PropertyFace(
                    "tokens",
                    "The JNDI name of an administered object OAuthTokens to log in with, in place of userName and password."
                            + " Default: none."));

    private static final List<PropertyFace> TOKENS = List.of(
            new PropertyFace("userName", "The login name."),
            new PropertyFace(
                    "tokenEndpoint",
                    "The https URI of the endpoint that gives tokens; http only to this machine (RFC 6749, section 3.2)."),
            new PropertyFace(
                    "grant",
                    "client_credentials or refresh_token. Default: refresh_token where there is one, else"
                            + " client_credentials."),
            new PropertyFace("clientId", "The client's id at the endpoint."),
            new PropertyFace("clientSecret", "The client's secret at the endpoint. Default: none."),
            new PropertyFace("refreshToken", "The first refresh token. Default: none."),
            new PropertyFace("scope", "The scope of the tokens, separated by spaces. Default: the endpoint's choice."));

    private static final String SECRET = " (confidential)";
    private static final String HOW =
            "; write it anew with mvn -pl impl/connector -am test -Dtest=GeneratedPropertiesTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dpostchaise.regenerate=true";

    @Test
    void theDescriptorIsTheCatalog() throws IOException {
        String adapter = withSection(
                Files.readString(RA_XML),
                "</resourceadapter-class>\n",
                xml(adapterProperties(), "    "),
                "    <outbound-resourceadapter>");
        String factory = withSection(
                adapter,
                "</managedconnectionfactory-class>\n",
                xml(factoryProperties(), "        "),
                "        <connectionfactory-interface>");
        String rendered = withSection(factory, "</adminobject-class>\n", xml(TOKENS, "      "), "    </adminobject>");
        if (Boolean.getBoolean("postchaise.regenerate")) {
            Files.writeString(RA_XML, rendered);
        }
        assertThat(RA_XML).as(RA_XML + HOW).hasContent(rendered);
    }

    private static List<PropertyFace> factoryProperties() {
        return Stream.concat(SIGN_ON.stream(), FACTORY.stream()).toList();
    }

    private static List<PropertyFace> adapterProperties() {
        return Stream.of(List.of(CONFIG_FILE, MASTER_FILE), FACTORY, ADAPTER_ALONE)
                .flatMap(List::stream)
                .toList();
    }

    private static String xml(List<PropertyFace> faces, String indent) {
        return faces.stream().map(face -> face.xml(indent)).collect(Collectors.joining());
    }

    /** Returns {@code text} with {@code section} between the two marks. */
    private static String withSection(String text, String after, String section, String before) {
        int start = text.indexOf(after) + after.length();
        return text.substring(0, start) + section + text.substring(text.indexOf(before, start));
    }

    /** The bean that an activation specification will extend. */
    public static final class Activation extends ListenerProperties {
        private static final long serialVersionUID = 1L;

        @Override
        protected Settings inherited() {
            return Catalog.defaults();
        }

        @Override
        protected void configurationChanged() {}
    }

    @Test
    void s18_annotationsAgreeWithTheDescriptor() throws Exception {
        assertThat(annotated(SmtpResourceAdapter.class)).isEqualTo(described(adapterProperties()));
        assertThat(annotated(SmtpManagedConnectionFactory.class)).isEqualTo(described(factoryProperties()));
        assertThat(annotated(OAuthTokens.class)).isEqualTo(described(TOKENS));
        assertThat(annotated(Activation.class)).isEqualTo(described(LISTENER));
    }

    private static Map<String, String> described(List<PropertyFace> faces) {
        return faces.stream()
                .collect(Collectors.toMap(
                        PropertyFace::bean, face -> face.description() + (face.isConfidential() ? SECRET : "")));
    }

    private static Map<String, String> annotated(Class<?> bean) {
        return Arrays.stream(bean.getMethods())
                .filter(method -> method.isAnnotationPresent(ConfigProperty.class))
                .collect(Collectors.toMap(
                        method -> Introspector.decapitalize(method.getName().substring("set".length())),
                        method -> method.getAnnotation(ConfigProperty.class).description()[0]
                                + (method.getAnnotation(ConfigProperty.class).confidential() ? SECRET : "")));
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
        AdministeredObject tokens = OAuthTokens.class.getAnnotation(AdministeredObject.class);
        assertThat(text(root, "adminobject-class")).isEqualTo(OAuthTokens.class.getName());
        assertThat(text(root, "adminobject-interface")).isEqualTo(tokens.adminObjectInterfaces()[0].getName());
    }

    @ParameterizedTest
    @ValueSource(classes = {SmtpResourceAdapter.class, SmtpManagedConnectionFactory.class, Activation.class})
    void s5_3_7_eachPropertyIsTextAndReachesItsParameter(Class<? extends ParameterProperties> bean) throws Exception {
        ParameterProperties all = bean.getConstructor().newInstance();
        List<PropertyFace> faces = facesOf(bean);
        for (PropertyFace face : faces) {
            PropertyDescriptor property = new PropertyDescriptor(face.bean(), bean);
            assertThat(property.getPropertyType()).isEqualTo(String.class);
            assertThat(property.getReadMethod().invoke(all)).isEqualTo("");
            property.getWriteMethod().invoke(all, face.name());
            assertThat(property.getReadMethod().invoke(all)).isEqualTo(face.name());
        }
        assertThat(all.values())
                .hasSameSizeAs(faces)
                .allSatisfy((name, text) -> assertThat(text).isEqualTo(name));
        for (PropertyFace face : faces) {
            new PropertyDescriptor(face.bean(), bean)
                    .getWriteMethod()
                    .invoke(all, face.bean().length() % 2 == 0 ? " " : null);
        }
        assertThat(all).isEqualTo(bean.getConstructor().newInstance());
    }

    private static List<PropertyFace> facesOf(Class<? extends ParameterProperties> bean) {
        if (bean == SmtpResourceAdapter.class) {
            return Stream.concat(FACTORY.stream(), ADAPTER_ALONE.stream()).toList();
        }
        return bean == Activation.class ? LISTENER : FACTORY;
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
