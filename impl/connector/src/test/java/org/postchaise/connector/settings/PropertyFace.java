/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.settings;

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
 * One name of a parameter as a configuration property, and how it is written in the bean and in ra.xml.
 *
 * @param name the main.cf name
 * @param description what the bean's annotation and ra.xml say
 */
record PropertyFace(String name, String description) {
    private static final int LINE = 120;

    private static final Set<String> CONFIDENTIAL = Set.of("password", "clientSecret", "refreshToken");

    /** What Postfix does not have. */
    private static final List<Parameter<?>> OURS = List.of(
            SmtpSession.CHUNKING_ENABLE,
            SmtpSession.RESET_AHEAD,
            SmtpSasl.TOKEN_MAPS,
            TransactionSupport.MODE,
            TransactionSupport.HOLD_TIME_LIMIT,
            TransactionSupport.HOLD_LIMIT,
            TransactionSupport.OUTBOX_DIRECTORY,
            TransactionSupport.OUTBOX_PROCESS_LIMIT);

    /** The properties of rows of {@code scopes}, in the order of the catalog. */
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

    /** Whether its value is a secret. */
    boolean isConfidential() {
        return CONFIDENTIAL.contains(name);
    }

    /** The JavaBean name. */
    String bean() {
        return Parameter.propertyName(name);
    }

    /** The class of that name with these properties, as the formatter leaves it. */
    static String javaClass(String className, String parent, String javadoc, List<PropertyFace> faces) {
        return """
                /* SPDX-License-Identifier: Apache-2.0 */
                package org.postchaise.connector.settings;

                import jakarta.resource.spi.ConfigProperty;

                /**
                 * %s
                 *
                 * <p>Written by GeneratedPropertiesTest from the catalog; not to be changed by hand.
                 */
                public abstract class %s extends %s {
                    private static final long serialVersionUID = 1L;

                    /** All properties empty. */
                    protected %s() {}

                %s}
                """.formatted(
                        javadoc,
                        className,
                        parent,
                        className,
                        faces.stream().map(PropertyFace::accessors).collect(Collectors.joining("\n")));
    }

    private String accessors() {
        String method = Character.toUpperCase(bean().charAt(0)) + bean().substring(1);
        String literal = "\"" + description.replace("\\", "\\\\").replace("\"", "\\\"") + "\")";
        String annotation = "    @ConfigProperty(description = " + literal;
        if (annotation.length() > LINE) {
            String onItsOwn = "            description = " + literal;
            annotation = "    @ConfigProperty(\n"
                    + (onItsOwn.length() > LINE
                            ? "            description =\n                    " + literal
                            : onItsOwn);
        }
        return """
                    public String get%s() {
                        return value("%s");
                    }

                %s
                    public void set%s(String text) {
                        set("%s", text);
                    }
                """.formatted(method, name, annotation, method, name);
    }

    /** The entry in ra.xml, indented by {@code indent}. */
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
