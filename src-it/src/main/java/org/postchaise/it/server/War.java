/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A web application that takes the API from the adapter, as an archive. */
public final class War {
    private static final String STRUCTURE = """
            <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
              <deployment><dependencies><module name="deployment.postchaise.rar"/></dependencies></deployment>
            </jboss-deployment-structure>
            """;

    private War() {}

    /**
     * Writes it.
     *
     * @param classes of this class path, as {@code java/lang/Object}
     * @param libraries which it brings along
     * @param descriptors texts by their names in {@code WEB-INF}
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
