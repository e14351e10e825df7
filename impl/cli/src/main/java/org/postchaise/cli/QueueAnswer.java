/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON object in a server's answer. A missing member, and a member of another type, is an error that names the member.
 */
record QueueAnswer(Map<?, ?> members) {

    /** Returns {@code value} as an object. */
    static QueueAnswer of(Object value, String name) throws QueueException {
        if (value instanceof Map<?, ?> map) {
            return new QueueAnswer(map);
        }
        throw unexpected(name, "an object");
    }

    /** Returns the objects in the array {@code value}. */
    static List<QueueAnswer> list(Object value, String name) throws QueueException {
        if (!(value instanceof List<?> list)) {
            throw unexpected(name, "an array");
        }
        List<QueueAnswer> objects = new ArrayList<>();
        for (Object one : list) {
            objects.add(of(one, name));
        }
        return objects;
    }

    List<QueueAnswer> objects(String name) throws QueueException {
        return list(members.get(name), name);
    }

    /** Returns an object member; empty where it is missing. */
    Optional<QueueAnswer> object(String name) throws QueueException {
        return members.get(name) == null ? Optional.empty() : Optional.of(of(members.get(name), name));
    }

    String text(String name) throws QueueException {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw unexpected(name, "a string");
    }

    /** Returns a string member; empty where it is missing. */
    String optional(String name) throws QueueException {
        return members.get(name) == null ? "" : text(name);
    }

    long number(String name) throws QueueException {
        return number(members.get(name), name);
    }

    List<Long> numbers(String name) throws QueueException {
        if (!(members.get(name) instanceof List<?> list)) {
            throw unexpected(name, "an array");
        }
        List<Long> numbers = new ArrayList<>();
        for (Object one : list) {
            numbers.add(number(one, name));
        }
        return numbers;
    }

    Instant time(String name) throws QueueException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw unexpected(name, "a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** Returns a boolean member; false where it is missing. */
    boolean isSet(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    private static long number(Object value, String name) throws QueueException {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw unexpected(name, "a whole number");
    }

    private static QueueException unexpected(String name, String expected) {
        return new QueueException(
                ExitStatus.UNAVAILABLE, "the server's answer can't be used: expected " + expected + " as " + name);
    }
}
