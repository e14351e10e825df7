/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;

/** Injection by type, in place of a server's. */
final class Injection {
    private Injection() {}

    /** Sets the injected field of each value's type, and returns the bean. */
    static <T> T into(T bean, Object... values) {
        for (Object value : values) {
            List<Field> fields = Arrays.stream(bean.getClass().getDeclaredFields())
                    .filter(field -> isInjected(field) && field.getType().isInstance(value))
                    .toList();
            if (fields.size() != 1) {
                throw new IllegalArgumentException("fields for " + value + ": " + fields + "; expected one");
            }
            set(fields.get(0), bean, value);
        }
        return bean;
    }

    private static boolean isInjected(Field field) {
        return field.isAnnotationPresent(Inject.class)
                || field.isAnnotationPresent(EJB.class)
                || field.isAnnotationPresent(Resource.class);
    }

    private static void set(Field field, Object bean, Object value) {
        try {
            field.setAccessible(true);
            field.set(bean, value);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
