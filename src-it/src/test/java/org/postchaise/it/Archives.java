/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.postchaise.it.app.ItServlet;
import org.postchaise.it.missing.Newsletter;

/** What the tests deploy. */
final class Archives {
    /** The context path of {@link #application}. */
    static final String CONTEXT = "/postchaise-it";

    private static final Path DIRECTORY = Path.of(System.getProperty("it.apps", "target/apps"));

    private static final String DEPENDS_ON_ADAPTER = """
            <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
              <deployment>
                <dependencies>
                  <module name="deployment.postchaise.rar"/>
                </dependencies>
              </deployment>
            </jboss-deployment-structure>
            """;

    private Archives() {}

    /** The resource adapter archive that the build has made. */
    static Path adapter() {
        return DIRECTORY.resolve("postchaise.rar");
    }

    /** The sample application that the build has made. */
    static Path sample() {
        return DIRECTORY.resolve("postchaise-sample.war");
    }

    /** A web application with the courier, as a user would build it, that does what a test asks for. */
    static WebArchive application() {
        return ShrinkWrap.create(WebArchive.class, "postchaise-it.war")
                .addPackage(ItServlet.class.getPackage())
                .addAsLibraries(
                        DIRECTORY.resolve("postchaise-courier.jar").toFile(),
                        DIRECTORY.resolve("postchaise-engine.jar").toFile())
                .addAsWebInfResource(new StringAsset(""), "beans.xml")
                .addAsWebInfResource("app/web.xml", "web.xml")
                .addAsWebInfResource("app/jboss-web.xml", "jboss-web.xml")
                .addAsWebInfResource("app/glassfish-web.xml", "glassfish-web.xml");
    }

    /** An archive as a file under its name. */
    static Path exported(WebArchive archive) {
        Path file = DIRECTORY.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    /** A web application without a descriptor, whose connection factory is not there. */
    static Path missingFactory() {
        Path file = DIRECTORY.resolve("postchaise-missing.war");
        ShrinkWrap.create(WebArchive.class, file.getFileName().toString())
                .addPackage(Newsletter.class.getPackage())
                .addAsLibraries(
                        DIRECTORY.resolve("postchaise-courier.jar").toFile(),
                        DIRECTORY.resolve("postchaise-engine.jar").toFile())
                .addAsWebInfResource(new StringAsset(""), "beans.xml")
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }

    /** A resource adapter archive without classes, which takes those of the real one: applications see only those. */
    static Path secondAdapter(String name) {
        Path file = DIRECTORY.resolve(name);
        ShrinkWrap.create(ResourceAdapterArchive.class, name)
                .addAsManifestResource(new StringAsset(descriptor()), "ra.xml")
                .addAsManifestResource(new StringAsset(DEPENDS_ON_ADAPTER), "jboss-deployment-structure.xml")
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }

    private static String descriptor() {
        try (FileSystem archive = FileSystems.newFileSystem(adapter())) {
            return Files.readString(archive.getPath("META-INF", "ra.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The real resource adapter archive under another name. */
    static Path adapterNamed(String name) {
        Path file = DIRECTORY.resolve(name);
        ShrinkWrap.createFromZipFile(ResourceAdapterArchive.class, adapter().toFile())
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }
}
