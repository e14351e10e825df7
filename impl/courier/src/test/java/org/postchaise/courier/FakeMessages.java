/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** JMS messages in memory, as far as the courier uses them. */
final class FakeMessages {
    /** Where all of them come from. */
    private static final Queue QUEUE = () -> "postchaise_queue";

    private FakeMessages() {}

    static BytesMessage bytes() {
        return proxy(BytesMessage.class, new Bytes());
    }

    /** A bytes message with properties: names and values in turn. */
    static BytesMessage bytes(String... properties) throws JMSException {
        BytesMessage message = bytes();
        for (int i = 0; i < properties.length; i += 2) {
            message.setStringProperty(properties[i], properties[i + 1]);
        }
        return message;
    }

    static TextMessage text() {
        return proxy(TextMessage.class, new Bytes());
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Bytes implements InvocationHandler {
        private final Map<Object, Object> properties = new HashMap<>();
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private ByteArrayInputStream reading = new ByteArrayInputStream(new byte[0]);

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) throws JMSException {
            switch (method.getName()) {
                case "getPropertyNames" -> {
                    return Collections.enumeration(properties.keySet());
                }
                case "propertyExists" -> {
                    return properties.containsKey(args[0]);
                }
                case "getJMSMessageID" -> {
                    return "ID:7";
                }
                case "getJMSDestination" -> {
                    return QUEUE;
                }
                case "getJMSTimestamp" -> {
                    return Outcomes.NOON.toEpochMilli();
                }
                case "setStringProperty" -> properties.put(args[0], args[1]);
                case "getStringProperty" -> {
                    return properties.get(args[0]);
                }
                case "setObjectProperty" -> throw new MessageNotWriteableException("properties are read-only");
                case "writeBytes" -> written.writeBytes((byte[]) args[0]);
                case "getBodyLength" -> {
                    return (long) written.size();
                }
                case "reset" -> reading = new ByteArrayInputStream(written.toByteArray());
                case "readBytes" -> {
                    return reading.read(
                            (byte[]) args[0], 0, args.length > 1 ? (int) args[1] : ((byte[]) args[0]).length);
                }
                default -> throw new AssertionError(method + " is not expected");
            }
            return null;
        }
    }
}
