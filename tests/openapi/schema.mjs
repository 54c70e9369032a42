// Makes JSON Schema out of the OpenAPI 3.0 schemas of replies: allOf merged, discriminators as if/then,
// nullable as a type, unknown fields refused, write-only fields left out.
const dropped = new Set(["description", "example", "examples", "externalDocs", "deprecated", "title",
    "xml", "readOnly", "writeOnly", "default", "nullable", "discriminator"]);

export function replySchemas(document) {
    const schemas = document.components.schemas;
    const resolve = (schema) => schema.$ref ? schemas[schema.$ref.split("/").pop()] : schema;

    // What a child inherits: the properties of its parents, without their list of children.
    function flatten(schema) {
        const own = resolve(schema);
        const flat = { properties: {}, required: [] };
        for (const part of own.allOf ?? []) {
            const inherited = flatten(part);
            Object.assign(flat.properties, inherited.properties);
            flat.required.push(...inherited.required);
        }
        Object.assign(flat.properties, own.properties ?? {});
        flat.required.push(...(own.required ?? []));
        return flat;
    }

    function object(properties, required, additional) {
        const readable = Object.entries(properties).filter(([, value]) => !value.writeOnly);
        const names = new Set(readable.map(([name]) => name));
        return {
            type: "object",
            properties: Object.fromEntries(readable.map(([name, value]) => [name, convert(value)])),
            required: [...new Set(required)].filter((name) => names.has(name)),
            additionalProperties: additional === undefined ? false : convert(additional),
        };
    }

    function convert(schema) {
        if (schema === true || schema === false)
            return schema;
        if (schema.$ref)
            return { $ref: "#/definitions/" + schema.$ref.split("/").pop() };
        if (schema.allOf) {
            const flat = flatten(schema);
            return object(flat.properties, flat.required, schema.additionalProperties);
        }
        if (schema.discriminator?.mapping) { // a parent without oneOf stands for its children, too
            const name = schema.discriminator.propertyName;
            const mapping = Object.entries(schema.discriminator.mapping);
            return {
                type: "object",
                required: [name],
                properties: { [name]: { enum: mapping.map(([value]) => value) } },
                allOf: mapping.map(([value, target]) => ({
                    if: { properties: { [name]: { const: value } } },
                    then: convert({ $ref: target }),
                })),
            };
        }
        // Several oneOf alternatives of the document fit the same value (an M10 is an M10 at each
        // provider, recorded_m10_replica_set), so one or more may hold.
        if (schema.oneOf)
            return { anyOf: schema.oneOf.map(convert) };
        let result = {};
        for (const [key, value] of Object.entries(schema)) {
            if (!dropped.has(key) && !key.startsWith("x-") && !["properties", "required", "items",
                "additionalProperties"].includes(key))
                result[key] = value;
        }
        if (schema.items)
            result.items = convert(schema.items);
        if (schema.properties)
            Object.assign(result, object(schema.properties, schema.required ?? [],
                schema.additionalProperties));
        else if (schema.additionalProperties !== undefined)
            result.additionalProperties = convert(schema.additionalProperties);
        if (schema.nullable && result.type) {
            result.type = [result.type, "null"];
            if (result.enum)
                result.enum = [...result.enum, null];
        }
        return result;
    }

    const definitions = {};
    for (const name of Object.keys(schemas))
        definitions[name] = convert(schemas[name]);
    return { definitions, convert };
}
