"""Prompt → the text and word pieces that a local model was trained to go on from: its tokenizer's
chat template, or plain text where it has none."""

import threading
from typing import Any

from jinja2 import TemplateError

from bot.types import Prompt
from models.control_words import without_control_words

__all__ = ["PromptForm"]


class PromptForm:
    """How one tokenizer wants its prompts. Safe to use from several threads."""

    def __init__(self, tokenizer: Any) -> None:
        """Find out what its template can do; raises ValueError for one that takes no message."""
        self._tokenizer = tokenizer
        self._tokenizing = threading.Lock()  # the tokenizer is not made for two
        self._control = frozenset(
            str(t) for t in tokenizer.added_tokens_decoder.values() if t.special
        )
        self._templated = bool(tokenizer.chat_template)
        self._system_role = self._templated and self._takes_system()
        self.overhead = len(self.tokens(Prompt("", "")))

    def text(self, prompt: Prompt) -> str:
        """The whole text, the words that steer the model being the template's alone."""
        system = without_control_words(prompt.system, self._control).strip()
        user = without_control_words(prompt.user, self._control).strip()
        if self._system_role and system:
            return self._render(
                [{"role": "system", "content": system}, {"role": "user", "content": user}]
            )
        whole = f"{system}\n\n{user}" if system else user
        return self._render([{"role": "user", "content": whole}]) if self._templated else whole

    def tokens(self, prompt: Prompt) -> list[int]:
        """The ids of the prompt's word pieces, with those that the model expects around it."""
        return self._ids(self.text(prompt), add_special_tokens=not self._templated)

    def count(self, text: str) -> int:
        """How many word pieces a text has by itself."""
        return len(self._ids(without_control_words(text, self._control), add_special_tokens=False))

    def _ids(self, text: str, *, add_special_tokens: bool) -> list[int]:
        with self._tokenizing:
            ids: list[int] = self._tokenizer(
                text, add_special_tokens=add_special_tokens, truncation=False, verbose=False
            )["input_ids"]
        return ids

    def _render(self, messages: list[dict[str, str]]) -> str:
        # Templates that know no thinking take no notice.
        rendered: str = self._tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
        return rendered

    def _takes_system(self) -> bool:
        """Whether the template has a place for a system message: some raise, some drop it."""
        sample = [{"role": "system", "content": "Obey."}, {"role": "user", "content": "Speak."}]
        try:
            return "Obey." in self._render(sample)
        except TemplateError:
            pass
        try:
            self._render(sample[1:])
        except TemplateError as error:
            raise ValueError(f"its chat template takes no message ({error})") from error
        return False
