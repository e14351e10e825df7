/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.engine.config.Mirror;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;
import org.postchaise.engine.config.Status;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.SmtpSasl;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.config.catalog.TransactionSupport;

/**
 * One parameter name as a configuration property, with its source text in the bean and in ra.xml; and the program that writes
 * the beans.
 *
 * <p>The build runs {@link #main} from this source file before it compiles the connector. So the file uses the engine only.
 *
 * @param name the main.cf name
 * @param description the text of the bean's annotation and of ra.xml
 */
record PropertyFace(String name, String description) {
    private static final String PACKAGE = "org.postchaise.connector.settings";

    private static final Set<String> CONFIDENTIAL = Set.of("password", "clientSecret", "refreshToken");

    /** The parameters that Postfix does not have. */
    private static final List<Parameter<?>> OURS = List.of(
            SmtpSession.CHUNKING_ENABLE,
            SmtpSession.RESET_AHEAD,
            SmtpSasl.TOKEN_MAPS,
            TransactionSupport.MODE,
            TransactionSupport.HOLD_TIME_LIMIT,
            TransactionSupport.HOLD_LIMIT,
            TransactionSupport.OUTBOX_DIRECTORY,
            TransactionSupport.OUTBOX_PROCESS_LIMIT);

    /** Writes the beans below the folder {@code args[0]}; a file that has its content already keeps its time. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0], PACKAGE.split("\\.", -1));
        Files.createDirectories(folder);
        write(
                folder,
                "FactoryProperties",
                "ParameterProperties",
                "The properties of a connection factory: the parameters of outgoing mail.",
                of(Scope.FACTORY));
        write(
                folder,
                "ListenerProperties",
                "ParameterProperties",
                "The properties of an activation: the parameters of incoming mail.",
                of(Scope.LISTENER));
        write(
                folder,
                "AdapterProperties",
                "FactoryProperties",
                "The properties of the adapter: the defaults of its factories and activations, and its own parameters.",
                of(Scope.ADAPTER, Scope.LISTENER));
    }

    private static void write(Path folder, String name, String parent, String javadoc, List<PropertyFace> faces)
            throws IOException {
        Path file = folder.resolve(name + ".java");
        String text = javaClass(name, parent, javadoc, faces);
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }

    /** Returns the properties of rows of {@code scopes}, in the order of the catalog. */
    static List<PropertyFace> of(Scope... scopes) {
        List<Scope> wanted = List.of(scopes);
        return Catalog.rows().stream()
                .filter(row -> wanted.contains(row.scope()))
                // it stands for the names of many, which a main.cf file can have
                .filter(row -> !row.name().matches("transport_(initial_)?destination_.*"))
                .flatMap(PropertyFace::facesOf)
                .toList();
    }

    private static Stream<PropertyFace> facesOf(Parameter<?> row) {
        return switch (row.status().kind()) {
            case IMPLEMENTED, PLANNED ->
                Stream.concat(
                        Stream.of(of(row, row.name(), "", row.defaultText())),
                        row.lmtp().stream().map(mirror -> of(row, mirror)));
            case IGNORED, NOT_APPLICABLE, OBSOLETE -> Stream.empty();
        };
    }

    private static PropertyFace of(Parameter<?> row, Mirror mirror) {
        return of(row, mirror.name(), "LMTP: ", mirror.defaultText());
    }

    private static PropertyFace of(Parameter<?> row, String name, String prefix, String defaultText) {
        return new PropertyFace(
                name,
                prefix + row.summary()
                        + (OURS.contains(row) ? " Parameter " : " Postfix parameter ")
                        + name + ", default: "
                        + (defaultText.isEmpty() ? "empty" : defaultText) + "."
                        + (row.status().kind() == Status.Kind.PLANNED ? " (planned: no effect yet)" : ""));
    }

    /** Returns true if the value is a secret. */
    boolean isConfidential() {
        return CONFIDENTIAL.contains(name);
    }

    /** Returns the JavaBean name. */
    String bean() {
        return Parameter.propertyName(name);
    }

    private static String javaClass(String className, String parent, String javadoc, List<PropertyFace> faces) {
        return """
                /* SPDX-License-Identifier: Apache-2.0 */
                package %s;

                import jakarta.resource.spi.ConfigProperty;

                /**
                 * %s
                 *
                 * <p>Generated from the catalog at each build.
                 */
                public abstract class %s extends %s {
                    private static final long serialVersionUID = 1L;

                    /** Creates a bean with all properties empty. */
                    protected %s() {}

                %s}
                """.formatted(
                        PACKAGE,
                        javadoc,
                        className,
                        parent,
                        className,
                        faces.stream().map(PropertyFace::accessors).collect(Collectors.joining("\n")));
    }

    private String accessors() {
        String method = Character.toUpperCase(bean().charAt(0)) + bean().substring(1);
        return """
                    public String get%s() {
                        return value("%s");
                    }

                    @ConfigProperty(description = "%s")
                    public void set%s(String text) {
                        set("%s", text);
                    }
                """.formatted(method, name, description.replace("\\", "\\\\").replace("\"", "\\\""), method, name);
    }

    /** Returns the entry in ra.xml, indented by {@code indent}. */
    String xml(String indent) {
        return """
                <config-property>
                  <description>%s</description>
                  <config-property-name>%s</config-property-name>
                  <config-property-type>java.lang.String</config-property-type>
                %s</config-property>
                """.formatted(
                        description.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                        bean(),
                        isConfidential() ? "  <config-property-confidential>true</config-property-confidential>\n" : "")
                .indent(indent.length());
    }
}
