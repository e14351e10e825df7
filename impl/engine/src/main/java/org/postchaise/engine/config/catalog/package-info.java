/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The catalog of Postfix parameters, by topic: {@link Catalog} collects the rows of all topics, classes such as
 * {@link SmtpClient} declare the parameters that code reads, and package-private classes list the other parameters as
 * text. Names that belong to other programs are accepted without an effect; values are parsed and kept by the package
 * config.
 */
package org.postchaise.engine.config.catalog;
