/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/**
 * Java agent that sets a {@link Trap} in the shipped classes. Its arguments, separated by commas: the point, the number of the call that is held, the marker
 * file for that call, and the size of the outbox's segments, 0 for the default.
 *
 * <p>The code added to a method names classes of {@code java.base} only: in a server, the method's class loader can't load others. The code reaches the trap
 * through the system class loader, which has the agent.
 */
public final class CrashAgent {
    static final String NAME = "org.postchaise.it.crash.CrashAgent";
    static final String SEGMENT_SIZE = "org.postchaise.it.crash.segment-size";

    private static volatile Optional<Trap> trap = Optional.empty();

    private CrashAgent() {}

    /** Starts the agent at the start of the JVM. */
    public static void premain(String arguments, Instrumentation jvm) {
        agentmain(arguments, jvm);
    }

    /** Starts the agent in a running JVM. */
    public static void agentmain(String arguments, Instrumentation jvm) {
        List<String> parts = List.of(arguments.split(",", -1));
        Point point = Point.of(parts.get(0));
        trap = Optional.of(new Trap(point, Integer.parseInt(parts.get(1)), Path.of(parts.get(2))));
        AgentBuilder builder = new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
        Class<?> advice = point.edge() == Point.Edge.ENTER ? Entered.class : Left.class;
        builder = builder.type(named(point.type()))
                .transform((type, description, loader, module, domain) ->
                        type.visit(Advice.to(advice).on(named(point.method()))));
        long segmentSize = Long.parseLong(parts.get(3));
        if (segmentSize > 0) {
            System.setProperty(SEGMENT_SIZE, parts.get(3));
            builder = builder.type(named("org.postchaise.connector.outbox.OutboxSettings"))
                    .transform((type, description, loader, module, domain) ->
                            type.visit(Advice.to(Small.class).on(isConstructor())));
        }
        builder.installOn(jvm);
    }

    /** Reports a call of the point's method. */
    public static void called(Object self, Object[] arguments) {
        trap.ifPresent(set -> set.called(self, arguments));
    }

    /** Writes the agent as an archive, whose manifest names the places of its classes. */
    static Path write(Path archive) throws IOException, URISyntaxException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        String urls = location(CrashAgent.class) + " " + location(AgentBuilder.class);
        Map.of(
                        Attributes.Name.MANIFEST_VERSION,
                        "1.0",
                        new Attributes.Name("Premain-Class"),
                        CrashAgent.class.getName(),
                        new Attributes.Name("Agent-Class"),
                        CrashAgent.class.getName(),
                        new Attributes.Name("Can-Retransform-Classes"),
                        "true",
                        Attributes.Name.CLASS_PATH,
                        urls)
                .forEach(attributes::put);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(archive), manifest)) {
            out.finish();
        }
        return archive;
    }

    private static URI location(Class<?> type) throws URISyntaxException {
        return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    }

    /** Advice for the beginning of a method. */
    static final class Entered {
        private Entered() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object self, @Advice.AllArguments Object[] arguments) throws Exception {
            ClassLoader.getSystemClassLoader()
                    .loadClass(NAME)
                    .getMethod("called", Object.class, Object[].class)
                    .invoke(null, self, arguments);
        }
    }

    /** Advice for the normal end of a method; not for an exception. */
    static final class Left {
        private Left() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object self, @Advice.AllArguments Object[] arguments) throws Exception {
            ClassLoader.getSystemClassLoader()
                    .loadClass(NAME)
                    .getMethod("called", Object.class, Object[].class)
                    .invoke(null, self, arguments);
        }
    }

    /** Advice for the beginning of the constructor of the outbox's settings. */
    static final class Small {
        private Small() {}

        /** Replaces the constructor's argument. */
        @Advice.OnMethodEnter
        @SuppressWarnings("UnusedVariable")
        static void enter(@Advice.Argument(value = 0, readOnly = false) long segmentSize) {
            segmentSize = Long.getLong(SEGMENT_SIZE);
        }
    }
}
