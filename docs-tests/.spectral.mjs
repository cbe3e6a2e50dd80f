import { aas3 } from '@stoplight/spectral-formats';
import { schema, truthy } from '@stoplight/spectral-functions';
import { asyncapi, oas } from '@stoplight/spectral-rulesets';

/** Spectral holds the examples of AsyncAPI 2 against their schemas, and not those of AsyncAPI 3. */
function validExamples(message, _options, context) {
  const whole = Object.assign({}, ...(message.traits ?? []), message);
  return (message.examples ?? []).flatMap((example, index) =>
    ['headers', 'payload']
      .filter(part => message[part] !== undefined || example[part] !== undefined)
      .flatMap(part => schema(
        example[part],
        { schema: whole[part] ?? {}, allErrors: true },
        { ...context, path: [...context.path, 'examples', index, part] },
      ) ?? []));
}

const messages = ['$.channels.*.messages.*', '$.components.messages.*'];

export default {
  extends: [oas, asyncapi],
  rules: {
    // The schema of OpenAPI 3.1 that Spectral has allows no $ref in the place of a path, though the
    // specification does. So documents are validated with their references resolved.
    'oas3-schema': { ...oas.rules['oas3-schema'], resolved: true },
    // The project has no address to write to but its repository.
    'info-contact': 'off',
    'asyncapi-info-contact': 'off',
    // Fewer tools can read 3.1 than 3.0, and nothing of it is needed.
    'asyncapi-latest-version': 'off',
    'message-has-examples': {
      description: 'A message must have an example.',
      severity: 'error',
      formats: [aas3],
      given: messages,
      then: { field: 'examples', function: truthy },
    },
    'message-examples': {
      description: 'The examples of a message must be valid against its headers and payload.',
      message: '{{error}}',
      severity: 'error',
      formats: [aas3],
      given: messages,
      then: { function: validExamples },
    },
  },
};
