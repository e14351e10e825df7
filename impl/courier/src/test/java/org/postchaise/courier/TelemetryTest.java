/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    /** As on a server that has none. */
    @Test
    void nothingNeedsTheApi() throws Exception {
        Class<?> type = new WithoutApi().loadClass(Telemetry.class.getName());
        Object telemetry = type.getDeclaredConstructor().newInstance();
        Method find = type.getDeclaredMethod("find");
        Method process = type.getDeclaredMethod("process", Message.class);
        find.setAccessible(true);
        process.setAccessible(true);
        find.invoke(telemetry);
        Object step = process.invoke(telemetry, FakeMessages.bytes());
        Field unseen = type.getClassLoader().loadClass(Step.class.getName()).getField("UNSEEN");
        unseen.setAccessible(true);

        assertThat(type.getClassLoader()).isInstanceOf(WithoutApi.class);
        assertThat(step).isSameAs(unseen.get(null));
    }

    /** Has the courier's classes itself, and all others but OpenTelemetry's from above. */
    private static final class WithoutApi extends ClassLoader {
        WithoutApi() {
            super(TelemetryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.opentelemetry.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("org.postchaise.courier.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
