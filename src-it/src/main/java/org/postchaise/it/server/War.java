/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Writer of a web application archive that takes the API from the adapter. */
public final class War {
    private static final String STRUCTURE = """
            <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
              <deployment><dependencies><module name="deployment.postchaise.rar"/></dependencies></deployment>
            </jboss-deployment-structure>
            """;

    /** Descriptor with the reference to the adapter's connection factory, and the context root. */
    private static final String JBOSS_WEB = """
            <jboss-web>
              <context-root>/queue</context-root>
              <resource-ref>
                <res-ref-name>postchaise/MailConnectionFactory</res-ref-name>
                <jndi-name>java:/postchaise/MailConnectionFactory</jndi-name>
              </resource-ref>
            </jboss-web>
            """;

    private static final String WEB = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <resource-ref>
                <res-ref-name>postchaise/MailConnectionFactory</res-ref-name>
                <res-type>org.postchaise.api.MailConnectionFactory</res-type>
                <res-auth>Container</res-auth>
              </resource-ref>
            MORE</web-app>
            """;

    private War() {}

    /**
     * Writes an application with the courier, at context root {@code /queue}.
     *
     * @param apps the directory of archives
     * @param classes the classes from this class path, as {@code java/lang/Object}
     * @param more further elements of its {@code web.xml}
     * @param descriptors further descriptors, by their names in {@code WEB-INF}
     */
    public static void writeCourier(
            Path war, Path apps, List<String> classes, String more, Map<String, String> descriptors)
            throws IOException {
        Map<String, String> all = new HashMap<>(descriptors);
        all.put("beans.xml", "");
        all.put("web.xml", WEB.replace("MORE", more));
        all.put("jboss-web.xml", JBOSS_WEB);
        write(
                war,
                classes,
                List.of(apps.resolve("postchaise-courier.jar"), apps.resolve("postchaise-engine.jar")),
                all);
    }

    /**
     * Writes an application.
     *
     * @param classes the classes from this class path, as {@code java/lang/Object}
     * @param libraries the archives in {@code WEB-INF/lib}
     * @param descriptors the descriptors, by their names in {@code WEB-INF}
     */
    public static void write(Path war, List<String> classes, List<Path> libraries, Map<String, String> descriptors)
            throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(war))) {
            for (String name : classes) {
                String file = name + ".class";
                try (InputStream octets = War.class.getResourceAsStream("/" + file)) {
                    entry(out, "classes/" + file, octets.readAllBytes());
                }
            }
            for (Path library : libraries) {
                entry(out, "lib/" + library.getFileName(), Files.readAllBytes(library));
            }
            for (Map.Entry<String, String> descriptor : descriptors.entrySet()) {
                entry(out, descriptor.getKey(), descriptor.getValue().getBytes(StandardCharsets.UTF_8));
            }
            entry(out, "jboss-deployment-structure.xml", STRUCTURE.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void entry(JarOutputStream out, String name, byte[] octets) throws IOException {
        out.putNextEntry(new ZipEntry("WEB-INF/" + name));
        out.write(octets);
        out.closeEntry();
    }
}
