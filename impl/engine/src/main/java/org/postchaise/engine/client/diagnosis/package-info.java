/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The diagnosis of a route for operators: contacts the servers of a domain without sending mail, and describes what
 * DNS, TLS and SMTP returned. Principal types: {@link org.postchaise.engine.client.diagnosis.Doctor},
 * {@link org.postchaise.engine.client.diagnosis.Diagnosis}. The package decides nothing about deliveries.
 */
package org.postchaise.engine.client.diagnosis;
